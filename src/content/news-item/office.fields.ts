import { connectionField } from '../../graph/pages/connection-field.js';
import { Office } from '../office/office.type.js';
import { newsItemList, NewsItemPages, newsOfOffice } from './news-item.list.js';

export const OfficeNewsFields = connectionField({
  on: () => Office,
  direction: newsOfOffice,
  list: newsItemList,
  types: NewsItemPages,
  description: 'News items that it issued, the latest first.',
});
