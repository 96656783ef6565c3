/** The cost that arguments add to a field: filters, orders, and declarations of the field itself. */
import { getArgumentValues, type FieldNode, type GraphQLField } from 'graphql';
import { listWeights } from '../../../graph/pages/list-weight.js';
import { filterWeight } from '../../../graph/where/weight.js';
import type { Figures } from './figures.js';

export type Weights = ReadonlyMap<string, number>;
export const noWeights: Weights = new Map();

export interface Added {
  /** Added once to the field, however many values it has. */
  own: number;
  /** Added to fields below it, by name. */
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

/** Execution reports invalid arguments before it reads anything. */
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
