import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { rowsOf } from '../../graph/catalogue.js';
import { connectionQuery } from '../../graph/pages/connection-query.js';
import type { GraphContext } from '../../graph/context.js';
import { exactlyOne, SlugLookup } from '../../graph/lookup.js';
import { isIdOf } from '../../graph/node-id.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { Project, type ProjectRow } from './project.entity.js';
import { projectList, ProjectPages } from './project.list.js';
import { ListSize } from '../../graph/cost.js';
import { maximalEntries } from '../../graph/nouns/bounds.js';

@Resolver(() => Project)
export class ProjectResolver {
  @Query(() => Project, {
    nullable: true,
    description: 'One project by exactly one of its keys; null if not found.',
  })
  project(@Args(() => SlugLookup) { id, slug }: SlugLookup, @Ctx() { loaders }: GraphContext) {
    const [key, value] = exactlyOne({ id, slug });
    if (key === 'slug') return loaders.projectBySlug.load(value);
    return isIdOf('Project', value) ? loaders.projectById.load(value) : undefined;
  }

  @ListSize({ usual: 5, most: maximalEntries })
  @FieldResolver(() => [Country], { description: 'The supporting countries.' })
  supportedBy(
    @Root() { id, supporterIds }: ProjectRow,
    @Ctx() context: GraphContext,
  ): CountryRow[] | Promise<CountryRow[]> {
    const { catalogue } = context;
    const countries = (ids: readonly string[]) => rowsOf(ids, catalogue.countryById);
    return supporterIds ? countries(supporterIds) : context.loaders.supporterIdsByProjectId.load(id).then(countries);
  }
}

export const ProjectQuery = connectionQuery('projects', projectList, ProjectPages, 'Projects of the organisation.');
