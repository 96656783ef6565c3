import { connectionField } from '../../graph/pages/connection-field.js';
import { Project } from '../project/project.entity.js';
import { newsItemList, NewsItemPages, newsOfProject } from './news-item.list.js';

export const ProjectNewsFields = connectionField({
  on: () => Project,
  direction: newsOfProject,
  list: newsItemList,
  types: NewsItemPages,
  description: 'News items on the project, the latest first.',
});
