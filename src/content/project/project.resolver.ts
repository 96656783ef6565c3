import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { rowsOf } from '../../graph/catalogue.js';
import type { GraphContext } from '../../graph/context.js';
import { exactlyOne, SlugLookup } from '../../graph/lookup.js';
import { isIdOf } from '../../graph/node-id.js';
import { readConnection, type ConnectionValue } from '../../graph/pages/connection.js';
import type { PageArguments } from '../../graph/pages/list-declaration.js';
import { Country, type CountryRow } from '../country/country.type.js';
import { Project, type ProjectRow } from './project.entity.js';
import { ProjectArgs, ProjectConnection, projectList } from './project.list.js';
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

  @Query(() => ProjectConnection, { nullable: true, description: 'Projects of the organisation.' })
  projects(
    @Args(() => ProjectArgs) args: PageArguments,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): ConnectionValue {
    return readConnection(projectList, args, context, info);
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
