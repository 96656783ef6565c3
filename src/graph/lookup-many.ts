/**
 * The roots that find many nodes at once by one of their keys: what schema stitching merges types by, and what clients
 * use that hold a list of keys. They answer in the order of the keys, with null for a key that finds nothing.
 */
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Directive, ID, Info, Query, Resolver, type ClassType } from 'type-graphql';
import type { GraphContext } from './context.js';
import { LimitExceededError } from './errors.js';
import { findByKey, maximalIds } from './lookup.js';
import type { NodeKind } from './node-id.js';
import { selectedFields } from './pages/selection.js';

/** By key field: the ending of the root's name, which is also that of its argument. */
const endings = { id: 'Ids', slug: 'Slugs', isoCode: 'IsoCodes' } as const;
export type ManyKey = keyof typeof endings;

const inWords: Record<ManyKey, string> = {
  id: 'id',
  slug: 'slug, present or former',
  isoCode: 'ISO 3166-1 alpha-2 code, in any case',
};

/** The name of the root that finds many nodes by a key, for example `countriesByIsoCodes`. */
export const manyName = (plural: string, key: ManyKey) => `${plural}By${endings[key]}`;

/** The name of its argument, for example `isoCodes`. */
export const manyArgument = (key: ManyKey) => endings[key].charAt(0).toLowerCase() + endings[key].slice(1);

/**
 * Makes the resolvers of these roots.
 * @param type the GraphQL type of the nodes
 * @param plural how the roots' names begin, for example `newsItems`
 * @param title how descriptions begin, for example `News items`
 * @param keys by which keys, of those that the slice's `nodes.keys` has
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
        `${title} by ${inWords[key]}, in the order of the keys; null for one that finds nothing. ` +
        `At most ${maximalIds} keys. For gateways that stitch, and for whoever holds a list of keys.`,
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
      // Each item answers for itself: one that fails must not take the others with it.
      return values.map((value) => findByKey(source, key, value, context, fields));
    }
  }
  return LookupMany;
}
