/** Kinds of node as a GraphQL enum, filled when the schema is built, because nouns are declared until then. */
import { registerEnumType } from 'type-graphql';
import type { NodeKind, Noun } from './declare.js';

/** `NewsItem` as clients write it: `NEWS_ITEM`. */
const enumName = (kind: string) => kind.replace(/(?<=.)[A-Z]/g, '_$&').toUpperCase();

/** Fills an enum with kinds under their GraphQL names, and registers it. */
export function declareKinds(
  kinds: Record<string, NodeKind>,
  name: string,
  description: string,
  of: readonly Noun[],
  describe: (noun: Noun) => string,
): void {
  const isKnown = Object.keys(kinds).length > 0;
  const descriptions: Record<string, { description: string }> = {};
  for (const noun of of) {
    kinds[enumName(noun.kind)] = noun.kind;
    descriptions[enumName(noun.kind)] = { description: describe(noun) };
  }
  if (!isKnown) registerEnumType(kinds, { name, description, valuesConfig: descriptions });
}
