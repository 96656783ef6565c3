import type { Slice } from '../../graph/slice.js';
import { NavigationResolver } from './navigation.resolver.js';

export const navigation: Slice = { name: 'navigation', resolvers: [NavigationResolver] };
