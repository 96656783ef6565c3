import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { exactlyOne, SlugLookup } from '../../graph/lookup.js';
import { readConnection, type ConnectionValue } from '../../graph/pages/connection.js';
import type { PageArguments } from '../../graph/pages/list-declaration.js';
import { FieldOfWork } from './field-of-work.entity.js';
import { FieldOfWorkArgs, FieldOfWorkConnection, fieldOfWorkList } from './field-of-work.list.js';

@Resolver(() => FieldOfWork)
export class FieldOfWorkResolver {
  @Query(() => FieldOfWork, {
    nullable: true,
    description: 'One field of work by exactly one of its keys; null if not found.',
  })
  fieldOfWork(@Args(() => SlugLookup) { id, slug }: SlugLookup, @Ctx() { catalogue }: GraphContext) {
    const [key, value] = exactlyOne({ id, slug });
    return key === 'id' ? catalogue.fieldOfWorkById.get(value) : catalogue.fieldOfWorkBySlug.get(value);
  }

  @Query(() => FieldOfWorkConnection, { nullable: true, description: 'The fields of work of the organisation.' })
  fieldsOfWork(
    @Args(() => FieldOfWorkArgs) args: PageArguments,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): ConnectionValue {
    return readConnection(fieldOfWorkList, args, context, info);
  }
}
