import type { Slice } from '../../graph/slice.js';
import { OrganizationResolver } from './organization.resolver.js';

export const organization: Slice = { name: 'organization', resolvers: [OrganizationResolver] };
