import { connectionTypes } from '../../graph/pages/connection-types.js';
import type { ListDeclaration } from '../../graph/pages/list.js';
import { byColumn, byText, OrderDirection } from '../../graph/pages/order.js';
import { declareFilter, fullText, id, key, oneOf, text } from '../../graph/where/declare.js';
import { FieldOfWork, Dimension } from './field-of-work.entity.js';

declareFilter('FieldOfWork', {
  search: fullText('By name.'),
  id: id('By id.'),
  slug: key('By slug.', 'slug'),
  name: text('By present name.', 'name'),
  dimension: oneOf('By dimension.', 'dimension', 'Dimension', Dimension),
});

export const fieldOfWorkList: ListDeclaration<FieldOfWork> = {
  kind: 'FieldOfWork',
  table: 'field_of_work',
  catalogue: ({ catalogue }) => catalogue.fieldOfWorkById,
  orders: {
    NAME: byText('By present name.', 'name'),
    POSITION: byColumn('In the order in which the organisation lists them.', 'position', 'integer'),
  },
  defaultOrder: [{ field: 'POSITION', direction: OrderDirection.ASC }],
};

export const { Connection: FieldOfWorkConnection, Args: FieldOfWorkArgs } = connectionTypes(
  () => FieldOfWork,
  fieldOfWorkList,
);
