import { selectRows } from '../../graph/entity-columns.js';
import type { LoaderFactories, LoadersOf } from '../../graph/context.js';
import { linkedIds, rowByKey, rowBySlug } from '../../graph/rows.js';
import { sql } from '../../graph/sql.js';
import { Project } from './project.entity.js';

const select = selectRows(Project);

export const projectLoaders = {
  projectById: rowByKey<Project>(select, sql`id`, 'uuid', ({ id }) => id),
  projectBySlug: rowBySlug<Project>(select),
  supporterIdsByProjectId: linkedIds('project_supporter', 'project_id', 'country_id'),
} satisfies LoaderFactories;

declare module '../../graph/context.js' {
  interface Loaders extends LoadersOf<typeof projectLoaders> {}
}
