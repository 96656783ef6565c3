import { namedFields } from '../../graph/named-fields.js';
import { lookupMany } from '../../graph/lookup-many.js';
import type { Slice } from '../../graph/slice.js';
import { FieldOfWork } from './field-of-work.entity.js';
import { fieldOfWorkShelf, fieldOfWorkViews } from './field-of-work.loaders.js';
import { FieldOfWorkQuery, FieldOfWorkResolver } from './field-of-work.resolver.js';

export const fieldOfWork: Slice = {
  name: 'field-of-work',
  entities: [FieldOfWork],
  resolvers: [
    FieldOfWorkResolver,
    FieldOfWorkQuery,
    ...lookupMany(() => FieldOfWork, 'FieldOfWork', 'fieldsOfWork', 'Fields of work', ['id', 'slug']),
    namedFields(() => FieldOfWork),
  ],
  shelf: fieldOfWorkShelf,
  views: fieldOfWorkViews,
  nodes: {
    kind: 'FieldOfWork',
    typeNames: ['FieldOfWork'],
    keys: {
      id: (id, { catalogue }) => catalogue.fieldOfWorkById.get(id),
      slug: (slug, { catalogue }) => catalogue.fieldOfWorkBySlug.get(slug),
    },
  },
};
