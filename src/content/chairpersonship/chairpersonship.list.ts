import { edge } from '../../graph/edges.js';
import { columnFilters, columnOrders } from '../../graph/nouns/columns.js';
import { connectionTypes } from '../../graph/pages/connection-types.js';
import type { ListDeclaration } from '../../graph/pages/list-declaration.js';
import { OrderDirection } from '../../graph/pages/order.js';
import { declareFilter, extendFilter, related } from '../../graph/where/declare.js';
import { Chairpersonship } from './chairpersonship.entity.js';

const [country, chairpersonships] = edge({
  table: 'chairpersonship',
  ends: [
    { kind: 'Chairpersonship', column: 'id', field: 'country', many: false, says: 'was held by' },
    { kind: 'Country', column: 'country_id', field: 'chairpersonships', many: true, says: 'held the' },
  ],
});

declareFilter('Chairpersonship', {
  ...columnFilters(Chairpersonship),
  country: related('By the country that held the chair.', country),
});
extendFilter('Country', { chairpersonships: related('By its chairpersonships.', chairpersonships) });

export const chairpersonshipList: ListDeclaration<Chairpersonship> = {
  kind: 'Chairpersonship',
  table: 'chairpersonship',
  catalogue: ({ catalogue }) => catalogue.chairpersonshipById,
  orders: columnOrders(Chairpersonship),
  defaultOrder: [{ field: 'YEAR', direction: OrderDirection.ASC }],
};

export const ChairpersonshipPages = connectionTypes(() => Chairpersonship, chairpersonshipList);
