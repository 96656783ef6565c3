import type { Slice } from '../../graph/slice.js';
import { PathResolver } from './path.resolver.js';

export const path: Slice = {
  name: 'path',
  resolvers: [PathResolver],
};
