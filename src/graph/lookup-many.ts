/**
 * Root fields that look up many nodes by one of their keys, for schema stitching and for clients that have a list of keys.
 * They return nodes in the order of the keys, with null for a key without a match.
 */
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Directive, ID, Info, Query, Resolver, type ClassType } from 'type-graphql';
import type { GraphContext } from './context.js';
import { LimitExceededError } from './errors.js';
import { findByKey, maximalIds } from './lookup.js';
import type { NodeKind } from './node-id.js';
import { selectedFields } from './pages/selection.js';

/** By key field: the suffix of the root field and of its argument. */
const endings = { id: 'Ids', slug: 'Slugs', isoCode: 'IsoCodes' } as const;
export type ManyKey = keyof typeof endings;

const inWords: Record<ManyKey, string> = {
  id: 'id',
  slug: 'current or former slug',
  isoCode: 'ISO 3166-1 alpha-2 code, in any case',
};

/** The name of the root field, for example `countriesByIsoCodes`. */
export const manyName = (plural: string, key: ManyKey) => `${plural}By${endings[key]}`;

/** The name of its argument, for example `isoCodes`. */
export const manyArgument = (key: ManyKey) => endings[key].charAt(0).toLowerCase() + endings[key].slice(1);

/**
 * Creates the resolvers of these root fields.
 * @param type the GraphQL type of the nodes
 * @param plural prefix of the names, for example `newsItems`
 * @param title start of the descriptions, for example `News items`
 * @param keys a subset of the slice's `nodes.keys`
 */
export const lookupMany = (
  type: () => unknown,
  kind: NodeKind,
  plural: string,
  title: string,
  keys: readonly ManyKey[],
): ClassType[] => keys.map((key) => manyBy(key, type, kind, plural, title));

function manyBy(key: ManyKey, type: () => unknown, kind: NodeKind, plural: string, title: string): ClassType {
  const argument = manyArgument(key);

  @Resolver()
  class LookupMany {
    @Directive('@tag(name: "batch")')
    @Query(() => [type() as ClassType], {
      name: manyName(plural, key),
      nullable: 'items',
      description:
        `${title} by ${inWords[key]}, in the order of the keys; null for a key without a match. ` +
        `At most ${maximalIds} keys. For stitching gateways, and for clients that have a list of keys.`,
    })
    find(
      @Arg(argument, () => [key === 'id' ? ID : String], { description: `The keys, at most ${maximalIds}.` })
      values: string[],
      @Ctx() context: GraphContext,
      @Info() info: GraphQLResolveInfo,
    ) {
      if (values.length > maximalIds) {
        throw new LimitExceededError(`${argument}: expected at most ${maximalIds} ${argument}, got ${values.length}.`);
      }
      const source = context.nodeSources.get(kind)!;
      const fields = selectedFields(info);
      // Each item is resolved independently: a failure must not affect the others.
      return values.map((value) => findByKey(source, key, value, context, fields));
    }
  }
  return LookupMany;
}
