import { selectRows } from '../../graph/entity-columns.js';
import type { LoaderFactories, LoadersOf } from '../../graph/context.js';
import { linkedIds, rowById, rowBySlug } from '../../graph/rows.js';
import { Project } from './project.entity.js';

const select = selectRows(Project);

export const projectLoaders = {
  projectById: rowById<Project>(select),
  projectBySlug: rowBySlug<Project>(select),
  supporterIdsByProjectId: linkedIds('project_supporter', 'project_id', 'country_id'),
} satisfies LoaderFactories;

declare module '../../graph/context.js' {
  interface Loaders extends LoadersOf<typeof projectLoaders> {}
}
