import { connectionTypes } from '../../graph/pages/connection-types.js';
import { columnFilters, columnOrders } from '../../graph/nouns/columns.js';
import type { ListDeclaration } from '../../graph/pages/list-declaration.js';
import { OrderDirection } from '../../graph/pages/order.js';
import { declareFilter, fullText } from '../../graph/where/declare.js';
import { FieldOfWork } from './field-of-work.entity.js';

declareFilter('FieldOfWork', {
  ...columnFilters(FieldOfWork),
  search: fullText('By name.'),
});

export const fieldOfWorkList: ListDeclaration<FieldOfWork> = {
  kind: 'FieldOfWork',
  table: 'field_of_work',
  catalogue: ({ catalogue }) => catalogue.fieldOfWorkById,
  orders: columnOrders(FieldOfWork),
  defaultOrder: [{ field: 'POSITION', direction: OrderDirection.ASC }],
};

export const FieldOfWorkPages = connectionTypes(() => FieldOfWork, fieldOfWorkList);
