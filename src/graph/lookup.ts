/** The lookups that nouns have in common: one node by one of its keys, and many nodes by their ids. */
import { ArgsType, Field, ID } from 'type-graphql';
import type { GraphContext, NodeSource } from './context.js';
import { BadUserInputError, LimitExceededError } from './errors.js';

/** Ids that one field takes at most. */
export const maximalIds = 1_000;

@ArgsType()
export class SlugLookup {
  @Field(() => ID, { nullable: true, description: 'The id of the node.' })
  id?: string | null;

  @Field(() => String, { nullable: true, description: 'Its slug, present or former.' })
  slug?: string | null;
}

@ArgsType()
export class IdsArgs {
  @Field(() => [ID], { description: `Ids of nodes, at most ${maximalIds}.` })
  ids: string[];
}

/** The ids of an argument. @throws LimitExceededError for more than {@link maximalIds} */
export function checkIds(ids: string[]): string[] {
  if (ids.length > maximalIds) {
    throw new LimitExceededError(`ids: expected at most ${maximalIds} ids, got ${ids.length}.`);
  }
  return ids;
}

/**
 * The one lookup argument that was given, as `[name, value]`.
 * @throws BadUserInputError if none or several were given; it names those that are possible.
 */
export function exactlyOne<T extends object>(args: T): [keyof T & string, string] {
  const given = Object.entries(args).filter((entry): entry is [keyof T & string, string] => entry[1] != null);
  if (given.length === 1) return given[0]!;
  const names = Object.keys(args).map((name) => `"${name}"`);
  const expected = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const came = given.length === 0 ? 'none' : given.map(([name]) => `"${name}"`).join(', ');
  throw new BadUserInputError(`Expected exactly one of the arguments ${expected}, got ${came}.`);
}

/**
 * The node of a kind by one of its keys, or nothing. A text that PostgreSQL cannot hold finds nothing; sent to it, it
 * would fail the statement in which others are looked up too.
 */
export const findByKey = (
  source: NodeSource,
  key: string,
  value: string,
  context: GraphContext,
  fields?: ReadonlySet<string>,
) => (/\0|\p{Surrogate}/u.test(value) ? undefined : source.keys[key]!(value, context, fields));
