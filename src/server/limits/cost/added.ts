/** What the arguments of a field add to its cost: filters, orders, and what the field itself declares. */
import { getArgumentValues, type FieldNode, type GraphQLField } from 'graphql';
import { listWeights } from '../../../graph/pages/list-weight.js';
import { filterWeight } from '../../../graph/where/weight.js';
import type { Figures } from './figures.js';

export type Weights = ReadonlyMap<string, number>;
export const noWeights: Weights = new Map();

export interface Added {
  /** To the field, once, however many values it has. */
  own: number;
  /** To fields below it, by their names. */
  below: Weights;
}
const nothing: Added = { own: 0, below: noWeights };

/** @param args after coercion */
export function addedBy({ declared, kind, kindsOfWhere }: Figures, args: Record<string, unknown>): Added {
  if (kind) {
    const { page, beside } = listWeights(kind, args);
    return { own: page, below: beside };
  }
  let own = declared?.weight?.(args) ?? 0;
  const where = args['where'] as Record<string, object | null | undefined> | null | undefined;
  for (const [field, ofField] of kindsOfWhere ?? []) own += filterWeight(ofField, where?.[field]);
  return own === 0 ? nothing : { own, below: noWeights };
}

/** Arguments that are not in order are told by execution, which does not come to reading anything then. */
export function argumentsOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Record<string, unknown>,
): Record<string, unknown> {
  if (field.args.length === 0) return {};
  try {
    return getArgumentValues(field, node, variables);
  } catch {
    return {};
  }
}
