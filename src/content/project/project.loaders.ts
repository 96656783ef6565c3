import type { LoaderFactories, LoadersOf } from '../../graph/context.js';
import { linkedIds, rowByKey, rowBySlug } from '../../graph/rows.js';
import { sql } from '../../graph/sql.js';
import type { Project } from './project.entity.js';

const select = sql`SELECT id, slug, former_slugs AS "formerSlugs", name, names, note FROM project`;

export const projectLoaders = {
  projectById: rowByKey<Project>(select, sql`id`, 'uuid', ({ id }) => id),
  projectBySlug: rowBySlug<Project>(select),
  supporterIdsByProjectId: linkedIds('project_supporter', 'project_id', 'country_id'),
} satisfies LoaderFactories;

declare module '../../graph/context.js' {
  interface Loaders extends LoadersOf<typeof projectLoaders> {}
}
