import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { connectionQuery } from '../../graph/pages/connection-query.js';
import type { GraphContext } from '../../graph/context.js';
import { exactlyOne, SlugLookup } from '../../graph/lookup.js';
import { FieldOfWork } from './field-of-work.entity.js';
import { fieldOfWorkList, FieldOfWorkPages } from './field-of-work.list.js';

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
}

export const FieldOfWorkQuery = connectionQuery(
  'fieldsOfWork',
  fieldOfWorkList,
  FieldOfWorkPages,
  'The fields of work of the organisation.',
);
