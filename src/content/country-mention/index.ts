import type { Slice } from '../../graph/slice.js';
import { CountryMention } from './country-mention.entity.js';
import { countryMentionLoaders, countryMentionViews } from './country-mention.loaders.js';
import { CountryMentionResolver, SuppressedCountryMentionResolver } from './country-mention.resolver.js';
import { NewsItemMentionFields } from './news-item.fields.js';

export const countryMention: Slice = {
  name: 'country-mention',
  entities: [CountryMention],
  resolvers: [CountryMentionResolver, SuppressedCountryMentionResolver, NewsItemMentionFields],
  views: countryMentionViews,
  loaders: countryMentionLoaders,
};
