import { edge } from '../../graph/edges.js';
import { columnFilters, columnOrders } from '../../graph/nouns/columns.js';
import { connectionTypes } from '../../graph/pages/connection-types.js';
import type { ListDeclaration } from '../../graph/pages/list-declaration.js';
import { byTextOfRelated, OrderDirection } from '../../graph/pages/order.js';
import { column, sql } from '../../graph/sql.js';
import { declareFilter, extendFilter, fullText, mayContainDay, oneOf, related } from '../../graph/where/declare.js';
import { conferenceOpenedOn } from './office.time.js';
import { OfficeEntity } from './office.entity.js';
import { Office, OfficeKind, OfficeStatus, type OfficeRow } from './office.type.js';

const [hostCountry, hostedOffices] = edge({
  table: 'office',
  ends: [
    { kind: 'Office', column: 'id', field: 'hostCountry', many: false, says: 'works in' },
    { kind: 'Country', column: 'host_country_id', field: 'offices', many: true, says: 'is host of' },
  ],
});
const [partOf, parts] = edge({
  table: 'office',
  ends: [
    { kind: 'Office', column: 'id', field: 'partOf', many: false, says: 'is part of' },
    { kind: 'Office', column: 'parent_id', field: 'parts', many: true, says: 'has as a part' },
  ],
});
const [predecessors, successors] = edge({
  table: 'office_predecessor',
  ends: [
    { kind: 'Office', column: 'office_id', field: 'predecessors', many: true, says: 'continues' },
    { kind: 'Office', column: 'predecessor_id', field: 'successors', many: true, says: 'is continued by' },
  ],
});
export { hostedOffices };

declareFilter('Office', {
  ...columnFilters(OfficeEntity),
  search: fullText('By current and former names and abbreviation.'),
  kind: oneOf('By kind.', 'type', 'OfficeKind', OfficeKind),
  status: oneOf('By status.', 'status', 'OfficeStatus', OfficeStatus),
  openOn: mayContainDay(
    'Offices that may have been active on this day (for a month or year, its first day), as far as dates are known.',
    'established_on',
    'closed_on',
    // A closed office without a known last day never matches.
    (alias, day) => sql`(${column(alias, 'status')} = 'ACTIVE' OR ${column(alias, 'closed_on')} IS NOT NULL)
      AND (${column(alias, 'established_on')} IS NOT NULL OR ${day} >= ${conferenceOpenedOn})`,
  ),
  hostCountry: related('By the host country. Offices without one do not match.', hostCountry),
  partOf: related('By the office it is part of.', partOf),
  parts: related('By its parts.', parts),
  predecessors: related('By its predecessors.', predecessors),
  successors: related('By its successors.', successors),
});
extendFilter('Country', {
  offices: related(
    'By the offices in the country, including institutions and departments with their seat there.',
    hostedOffices,
  ),
});

export const officeList: ListDeclaration<OfficeRow> = {
  kind: 'Office',
  table: 'office',
  catalogue: ({ catalogue }) => catalogue.officeById,
  orders: {
    ...columnOrders(OfficeEntity),
    HOST_COUNTRY_NAME: byTextOfRelated(
      'By the current name of the host country.',
      { table: 'country', textColumn: 'name' },
      (alias) => column(alias, 'host_country_id'),
    ),
  },
  defaultOrder: [{ field: 'POSITION', direction: OrderDirection.ASC }],
};

export const OfficePages = connectionTypes(() => Office as never, officeList);
