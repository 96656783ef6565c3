/**
 * Checks the limits of an operation. These functions depend only on the schema, the document, the operation and its
 * variables, so that their results can be cached with a document.
 */
import {
  getVariableValues,
  Kind,
  type FieldNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type TypeNode,
} from 'graphql';
import { compiledOperation, type Operation } from '../../graph/operation/compiled.js';
import { cheapestChange } from './cost/change.js';
import { estimate, type Costed } from './cost/estimate.js';
import { figuresOf } from './cost/figures.js';
import { keyOf } from './cost/key.js';
import { longestPath, reportOf, type CostReport } from './cost/report.js';
import { exceeded } from './exceeded.js';
import { ListArguments, type ListLimits } from './list-arguments.js';
import { measure } from './measure.js';
import type { QueryLimits } from './query-limits.js';
import { checkCharacters } from './variables.js';

/**
 * Checks the limits that do not depend on variables.
 * @throws LimitExceededError
 */
export function checkShape(asked: Operation, limits: QueryLimits): void {
  const { recursion, ...measures } = compiledOperation(asked).once(measure);
  for (const name of ['depth', 'aliases', 'directives', 'rootFields'] as const) {
    if (measures[name] > limits[name]) throw exceeded(name, limits[name], measures[name]);
  }
  if (recursion.times > limits.recursion) {
    throw exceeded(
      'recursion',
      limits.recursion,
      recursion.times,
      ` One path leads that often by "${recursion.field}".`,
    );
  }
}

/** Returns the coerced variables; undefined if they are invalid, which execution reports before it reads anything. */
export function coerced({ schema, operation }: Operation, variables: Record<string, unknown>) {
  const definitions = operation.variableDefinitions ?? [];
  return definitions.length === 0 ? {} : getVariableValues(schema, definitions, variables, { maxErrors: 1 }).coerced;
}

/**
 * Checks the strings in the variables. Each entity representation reports its own errors.
 * @throws BadUserInputError
 */
export function checkTexts({ operation }: Operation, variables: Record<string, unknown>): void {
  const representations = (operation.variableDefinitions ?? [])
    .filter(({ type }) => namedTypeOf(type) === '_Any')
    .map(({ variable }) => variable.name.value);
  checkCharacters(variables, new Set(representations));
}

const namedTypeOf = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);

/** Estimates of an operation, by the parts of the variables that affect them. */
const estimates = () => new Map<string, Costed>();
const keptEstimates = 100;
/** The longest key of a cached estimate, in characters. */
const longestKey = 1_000;

/**
 * Estimates an operation. The estimate is cached with the operation for variables of the same sizes.
 * @param variables after coercion
 * @throws BadUserInputError for an invalid page size
 * @throws LimitExceededError for filters with too many conditions
 */
export function costOf(
  asked: Operation,
  variables: Record<string, unknown>,
  limits: ListLimits & Pick<QueryLimits, 'costlyRoots'>,
): Costed {
  const { schema, document, operation } = asked;
  const kept = compiledOperation(asked).once(estimates);
  if (kept.size >= keptEstimates) kept.clear();
  const sizes = `${limits.pageSize} ${limits.conditions} ${keyOf(variables)}`;
  const known = kept.get(sizes);
  if (known) return known;
  const lists = new ListArguments(limits);
  const found = estimate(schema, document, operation, variables, (...list) => lists.check(...list));
  const costly = found.fields.filter(({ nodes: [node] }) => isCostlyRoot(schema, operation, node!)).length;
  if (costly > limits.costlyRoots) {
    throw exceeded('costlyRoots', limits.costlyRoots, costly, ' These are "path", "search" and "coverage".');
  }
  if (sizes.length <= longestKey) kept.set(sizes, found);
  return found;
}

/** The most that an operation can cost, whatever the content: with every list at its bound. */
export const mostCostOf = ({ schema, document, operation }: Operation, variables: Record<string, unknown>): number =>
  estimate(schema, document, operation, variables, undefined, undefined, 'most').total;

/** Texts and lists may be shorter than estimated: an answer is rejected early only at this multiple of the limit. */
const surelyTooLarge = 2;

/**
 * Rejects an answer that is very likely too large, before anything is read.
 * @throws LimitExceededError
 */
export function checkBytes(found: Costed, most: number): void {
  if (found.bytes <= most * surelyTooLarge) return;
  const text = ` So much are long texts in the middle; most of it is ${longestPath(found)}: ask for less of it.`;
  throw exceeded('answerBytes', most, found.bytes, text);
}

/** From this weight on a root field is expensive to compute, whatever it returns. */
const costlyFrom = 20;

function isCostlyRoot(schema: GraphQLSchema, { operation }: OperationDefinitionNode, { name }: FieldNode): boolean {
  const field = schema.getRootType(operation)!.getFields()[name.value];
  return field !== undefined && !name.value.startsWith('_') && figuresOf(field).weight >= costlyFrom;
}

/** The error of an operation above the cost limit, with the smallest change that would make it fit. */
export function costExceeded(
  { schema, document, operation }: Operation,
  variables: Record<string, unknown>,
  found: Costed,
  budget: number,
): { error: GraphQLError; report: CostReport } {
  const again = (changes: ReadonlyMap<FieldNode, number>) =>
    estimate(schema, document, operation, variables, undefined, changes);
  const change = cheapestChange(found, budget, again);
  const more = change ? ` It would fit with ${change.text}.` : ' Divide it into several requests.';
  const report = { ...reportOf(found, budget), ...(change && { change: change.text }) };
  return { error: exceeded('cost', budget, found.total, more), report };
}
