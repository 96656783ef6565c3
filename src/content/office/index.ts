import { namedFields } from '../../graph/named-fields.js';
import { lookupMany } from '../../graph/lookup-many.js';
import type { Slice } from '../../graph/slice.js';
import { CountryOfficeFields, CountryOffices } from './country.fields.js';
import { OfficeEntity, OfficePredecessorEntity } from './office.entity.js';
import { officeShelf, officeViews } from './office.loaders.js';
import { OfficeQuery, OfficeResolver } from './office.resolver.js';
import { FieldOperation, Institution, Office, OrganizationBody, SecretariatDepartment } from './office.type.js';

export const office: Slice = {
  name: 'office',
  entities: [OfficeEntity, OfficePredecessorEntity],
  types: [SecretariatDepartment, Institution, FieldOperation, OrganizationBody],
  resolvers: [
    OfficeResolver,
    OfficeQuery,
    ...lookupMany(() => Office, 'Office', 'offices', 'Offices', ['id', 'slug']),
    namedFields(() => Office),
    CountryOfficeFields,
    CountryOffices,
  ],
  shelf: officeShelf,
  views: officeViews,
  nodes: {
    kind: 'Office',
    interfaceName: 'Office',
    typeNames: ['SecretariatDepartment', 'Institution', 'FieldOperation', 'OrganizationBody'],
    keys: {
      id: (id, { catalogue }) => catalogue.officeById.get(id),
      slug: (slug, { catalogue }) => catalogue.officeBySlug.get(slug),
    },
  },
};
