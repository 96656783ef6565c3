import { edge } from '../../graph/edges.js';
import { connectionTypes } from '../../graph/pages/connection-types.js';
import type { ListDeclaration } from '../../graph/pages/list.js';
import { byColumn, OrderDirection } from '../../graph/pages/order.js';
import { declareFilter, extendFilter, id, integer, related, text } from '../../graph/where/declare.js';
import { Chairpersonship } from './chairpersonship.entity.js';

const [country, chairpersonships] = edge({
  table: 'chairpersonship',
  ends: [
    { kind: 'Chairpersonship', column: 'id', field: 'country', many: false, says: 'was held by' },
    { kind: 'Country', column: 'country_id', field: 'chairpersonships', many: true, says: 'held the' },
  ],
});

declareFilter('Chairpersonship', {
  id: id('By id.'),
  year: integer('By year.', 'year'),
  heldBy: text('By the name of the holder as it was then.', 'held_by'),
  country: related('By the country that held it.', country),
});
extendFilter('Country', { chairpersonships: related('By the chairpersonships that it held.', chairpersonships) });

export const chairpersonshipList: ListDeclaration<Chairpersonship> = {
  kind: 'Chairpersonship',
  table: 'chairpersonship',
  catalogue: ({ catalogue }) => catalogue.chairpersonshipById,
  orders: { YEAR: byColumn('By year.', 'year', 'integer') },
  defaultOrder: [{ field: 'YEAR', direction: OrderDirection.ASC }],
};

export const { Connection: ChairpersonshipConnection, Args: ChairpersonshipArgs } = connectionTypes(
  () => Chairpersonship,
  chairpersonshipList,
);
