import { connectionTypes } from '../../graph/pages/connection-types.js';
import type { ListDeclaration } from '../../graph/pages/list.js';
import { byColumn, byText, OrderDirection } from '../../graph/pages/order.js';
import { date, declareFilter, fullText, id, key, oneOf, text } from '../../graph/where/declare.js';
import './country.entity.js';
import { Country, PartnershipGroup, type CountryRow } from './country.type.js';

declareFilter('Country', {
  search: fullText('By present and former names.'),
  id: id('By id.'),
  slug: key('By slug.', 'slug'),
  isoCode: key('By ISO 3166-1 alpha-2 code.', 'iso_code'),
  isoCode3: key('By ISO 3166-1 alpha-3 code.', 'iso_code3'),
  name: text('By present name.', 'name'),
  capital: text('By capital.', 'capital'),
  joinedOn: date('By the day from which it takes part; null for Partners for Co-operation.', 'joined_on'),
  partnership: oneOf(
    'By group of Partners, former Partners included.',
    'partnership',
    'PartnershipGroup',
    PartnershipGroup,
  ),
});

export const countryList: ListDeclaration<CountryRow> = {
  kind: 'Country',
  table: 'country',
  catalogue: ({ catalogue }) => catalogue.countryById,
  orders: {
    NAME: byText('By present name.', 'name'),
    ISO_CODE: byColumn('By ISO 3166-1 alpha-2 code.', 'iso_code'),
    JOINED_ON: byColumn('By the day from which it takes part.', 'joined_on'),
  },
  defaultOrder: [{ field: 'NAME', direction: OrderDirection.ASC }],
};

export const { Connection: CountryConnection, Args: CountryArgs } = connectionTypes(
  () => Country as never,
  countryList,
);
