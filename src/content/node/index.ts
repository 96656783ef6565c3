import type { Slice } from '../../graph/slice.js';
import { NodeResolver } from './node.resolver.js';

export const node: Slice = { name: 'node', resolvers: [NodeResolver] };
