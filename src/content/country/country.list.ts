import { connectionTypes } from '../../graph/pages/connection-types.js';
import { columnFilters, columnOrders } from '../../graph/nouns/columns.js';
import type { ListDeclaration } from '../../graph/pages/list-declaration.js';
import { OrderDirection } from '../../graph/pages/order.js';
import { declareFilter, fullText, oneOf } from '../../graph/where/declare.js';
import { CountryEntity } from './country.entity.js';
import { Country, PartnershipGroup, type CountryRow } from './country.type.js';

declareFilter('Country', {
  ...columnFilters(CountryEntity),
  search: fullText('By current and former names.'),
  partnership: oneOf(
    'By group of Partners, including former Partners.',
    'partnership',
    'PartnershipGroup',
    PartnershipGroup,
  ),
});

export const countryList: ListDeclaration<CountryRow> = {
  kind: 'Country',
  table: 'country',
  catalogue: ({ catalogue }) => catalogue.countryById,
  orders: columnOrders(CountryEntity),
  defaultOrder: [{ field: 'NAME', direction: OrderDirection.ASC }],
};

export const CountryPages = connectionTypes(() => Country as never, countryList);
