import { connectionField } from '../../graph/pages/connection-field.js';
import { Country } from '../country/country.type.js';
import { newsAboutCountry, newsItemList, NewsItemPages } from './news-item.list.js';

export const CountryNewsFields = connectionField({
  on: () => Country,
  direction: newsAboutCountry,
  list: newsItemList,
  types: NewsItemPages,
  description:
    'News items about it: those that mention it explicitly, and those of field operations hosted there. The latest first.',
});
