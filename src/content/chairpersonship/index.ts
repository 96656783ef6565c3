import { lookupMany } from '../../graph/lookup-many.js';
import type { Slice } from '../../graph/slice.js';
import { Chairpersonship } from './chairpersonship.entity.js';
import { chairpersonshipShelf, chairpersonshipViews } from './chairpersonship.loaders.js';
import { ChairpersonshipQuery, ChairpersonshipResolver } from './chairpersonship.resolver.js';
import { CountryChairpersonshipFields } from './country.fields.js';

export const chairpersonship: Slice = {
  name: 'chairpersonship',
  entities: [Chairpersonship],
  resolvers: [
    ChairpersonshipResolver,
    ChairpersonshipQuery,
    ...lookupMany(() => Chairpersonship, 'Chairpersonship', 'chairpersonships', 'Chairpersonships', ['id']),
    CountryChairpersonshipFields,
  ],
  shelf: chairpersonshipShelf,
  views: chairpersonshipViews,
  nodes: {
    kind: 'Chairpersonship',
    typeNames: ['Chairpersonship'],
    keys: { id: (id, { catalogue }) => catalogue.chairpersonshipById.get(id) },
  },
};
