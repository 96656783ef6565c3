import { isIdOf } from '../../graph/node-id.js';
import { lookupMany } from '../../graph/lookup-many.js';
import type { Slice } from '../../graph/slice.js';
import { CountryNewsFields } from './country.fields.js';
import { EventNewsFields } from './event.fields.js';
import { FieldOfWorkNewsFields } from './field-of-work.fields.js';
import {
  NewsItem,
  NewsItemCountryEntity,
  NewsItemEventEntity,
  NewsItemFieldOfWorkEntity,
  NewsItemOfficeEntity,
  NewsItemProjectEntity,
} from './news-item.entity.js';
import { NewsItemConnectionFacets, NewsItemFacetsResolver } from './news-item.facets.js';
import { newsItemLoaders } from './news-item.loaders.js';
import { NewsItemQuery, NewsItemResolver } from './news-item.resolver.js';
import { OfficeNewsFields } from './office.fields.js';
import { ProjectNewsFields } from './project.fields.js';

export const newsItem: Slice = {
  name: 'news-item',
  entities: [
    NewsItem,
    NewsItemOfficeEntity,
    NewsItemFieldOfWorkEntity,
    NewsItemCountryEntity,
    NewsItemProjectEntity,
    NewsItemEventEntity,
  ],
  resolvers: [
    NewsItemResolver,
    NewsItemQuery,
    NewsItemConnectionFacets,
    NewsItemFacetsResolver,
    ...lookupMany(() => NewsItem, 'NewsItem', 'newsItems', 'News items', ['id', 'slug']),
    CountryNewsFields,
    OfficeNewsFields,
    FieldOfWorkNewsFields,
    ProjectNewsFields,
    EventNewsFields,
  ],
  loaders: newsItemLoaders,
  nodes: {
    kind: 'NewsItem',
    typeNames: ['NewsItem'],
    keys: {
      id: (id, { loaders }, fields) => (isIdOf('NewsItem', id) ? loaders.newsItemById(id, fields) : undefined),
      slug: (slug, { loaders }, fields) => loaders.newsItemBySlug(slug, fields),
    },
  },
};
