import type { Slice } from '../../graph/slice.js';
import { CoverageResolver } from './coverage.resolver.js';

export const coverage: Slice = { name: 'coverage', resolvers: [CoverageResolver] };
