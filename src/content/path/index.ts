import type { Slice } from '../../graph/slice.js';
import { PathResolver } from './path.resolver.js';
import { declarePathKinds } from './path.type.js';

export const path: Slice = {
  name: 'path',
  resolvers: [PathResolver],
  beforeSchema: declarePathKinds,
};
