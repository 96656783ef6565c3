import type { Slice } from '../../graph/slice.js';
import { CountryParticipationFields } from './country.fields.js';
import { OrganizationResolver } from './organization.resolver.js';

export const organization: Slice = {
  name: 'organization',
  resolvers: [OrganizationResolver, CountryParticipationFields],
};
