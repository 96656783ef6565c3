import { connectionField } from '../../graph/pages/connection-field.js';
import { FieldOfWork } from '../field-of-work/field-of-work.entity.js';
import { newsInField, newsItemList, NewsItemPages } from './news-item.list.js';

export const FieldOfWorkNewsFields = connectionField({
  on: () => FieldOfWork,
  direction: newsInField,
  list: newsItemList,
  types: NewsItemPages,
  description: 'News items in the field, the latest first.',
});
