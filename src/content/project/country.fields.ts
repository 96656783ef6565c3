import { connectionField } from '../../graph/pages/connection-field.js';
import { Country } from '../country/country.type.js';
import { projectList, ProjectPages, projectsSupportedBy } from './project.list.js';

export const CountryProjectFields = connectionField({
  on: () => Country,
  direction: projectsSupportedBy,
  list: projectList,
  types: ProjectPages,
  description: 'Projects it supports.',
});
