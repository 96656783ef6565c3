import type { Slice } from '../../graph/slice.js';
import { SearchResolver } from './search.resolver.js';
import { declareSearch } from './search.type.js';
import { SearchableEntity } from './searchable.entity.js';
import { SearchableTextEntity } from './searchable-text.entity.js';

export const search: Slice = {
  name: 'search',
  entities: [SearchableEntity, SearchableTextEntity],
  resolvers: [SearchResolver],
  beforeSchema: declareSearch,
};
