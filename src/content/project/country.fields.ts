import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { readConnection, type ConnectionValue } from '../../graph/pages/connection.js';
import type { PageArguments } from '../../graph/pages/list.js';
import type { NodeRow } from '../../graph/slice.js';
import { Country } from '../country/country.type.js';
import { ProjectArgs, ProjectConnection, projectList, projectsSupportedBy } from './project.list.js';

@Resolver(() => Country)
export class CountryProjectFields {
  @FieldResolver(() => ProjectConnection, { description: 'Projects that it supports.' })
  supportedProjects(
    @Root() { id }: NodeRow,
    @Args(() => ProjectArgs) args: PageArguments,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ConnectionValue> {
    return readConnection(projectList, args, context, info, { id, direction: projectsSupportedBy });
  }
}
