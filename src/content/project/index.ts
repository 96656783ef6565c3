import { namedFields } from '../../graph/named-fields.js';
import { isIdOf } from '../../graph/node-id.js';
import { lookupMany } from '../../graph/lookup-many.js';
import type { Slice } from '../../graph/slice.js';
import { CountryProjectFields } from './country.fields.js';
import { Project, ProjectSupporterEntity } from './project.entity.js';
import { projectLoaders } from './project.loaders.js';
import { ProjectQuery, ProjectResolver } from './project.resolver.js';

export const project: Slice = {
  name: 'project',
  entities: [Project, ProjectSupporterEntity],
  resolvers: [
    ProjectResolver,
    ProjectQuery,
    ...lookupMany(() => Project, 'Project', 'projects', 'Projects', ['id', 'slug']),
    namedFields(() => Project),
    CountryProjectFields,
  ],
  loaders: projectLoaders,
  nodes: {
    kind: 'Project',
    typeNames: ['Project'],
    keys: {
      id: (id, { loaders }) => (isIdOf('Project', id) ? loaders.projectById.load(id) : undefined),
      slug: (slug, { loaders }) => loaders.projectBySlug.load(slug),
    },
  },
};
