import { namedFields } from '../../graph/named-fields.js';
import { lookupMany } from '../../graph/lookup-many.js';
import type { Slice } from '../../graph/slice.js';
import { CountryEntity } from './country.entity.js';
import { countryShelf, countryViews } from './country.loaders.js';
import { CountryQuery, CountryResolver } from './country.resolver.js';
import { Country, ParticipatingState, PartnerForCooperation } from './country.type.js';

export const country: Slice = {
  name: 'country',
  entities: [CountryEntity],
  types: [ParticipatingState, PartnerForCooperation],
  resolvers: [
    CountryResolver,
    CountryQuery,
    ...lookupMany(() => Country, 'Country', 'countries', 'Countries', ['id', 'slug', 'isoCode']),
    namedFields(() => Country),
  ],
  shelf: countryShelf,
  views: countryViews,
  nodes: {
    kind: 'Country',
    interfaceName: 'Country',
    typeNames: ['ParticipatingState', 'PartnerForCooperation'],
    keys: {
      id: (id, { catalogue }) => catalogue.countryById.get(id),
      slug: (slug, { catalogue }) => catalogue.countryBySlug.get(slug),
      isoCode: (code, { catalogue }) => catalogue.countryByIsoCode.get(code.toUpperCase()),
    },
  },
};
