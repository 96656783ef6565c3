/** The lookups common to all nouns: one node by one of its keys, and many nodes by their ids. */
import { ArgsType, Field, ID } from 'type-graphql';
import type { GraphContext, NodeSource } from './context.js';
import { BadUserInputError, LimitExceededError } from './errors.js';

/** Maximum number of ids in one argument. */
export const maximalIds = 1_000;

@ArgsType()
export class SlugLookup {
  @Field(() => ID, { nullable: true, description: 'The id of the node.' })
  id?: string | null;

  @Field(() => String, { nullable: true, description: 'The current slug or a former one.' })
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
 * The only lookup argument that is set, as `[name, value]`.
 * @throws BadUserInputError if none or several are set; the message lists the possible ones
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
 * Finds a node of a kind by one of its keys. A text that PostgreSQL cannot store matches nothing; sending it would fail
 * the whole statement, which also looks up other keys.
 */
export const findByKey = (
  source: NodeSource,
  key: string,
  value: string,
  context: GraphContext,
  fields?: ReadonlySet<string>,
) => (/\0|\p{Surrogate}/u.test(value) ? undefined : source.keys[key]!(value, context, fields));
