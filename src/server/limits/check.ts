/**
 * The limits of an operation. These are functions of the schema, the document, the operation and its variables, and of
 * nothing else: what they find may be kept with a document.
 */
import {
  getVariableValues,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type TypeNode,
} from 'graphql';
import { BadUserInputError } from '../../graph/errors.js';
import { cheapestChange } from './cost/change.js';
import { estimate, type Costed } from './cost/estimate.js';
import { reportOf, type CostReport } from './cost/report.js';
import { exceeded, refused } from './exceeded.js';
import { measure } from './measure.js';
import type { QueryLimits } from './query-limits.js';
import { checkCharacters } from './variables.js';

/** An operation of a valid document. */
export interface Operation {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

/**
 * Checks what does not depend on variables.
 * @throws LimitExceededError
 */
export function checkShape({ schema, document, operation }: Operation, limits: QueryLimits): void {
  const { recursion, ...measures } = measure(schema, document, operation);
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

/** Variables after coercion; undefined if they do not fit, which execution tells before it reads anything. */
export function coerced({ schema, operation }: Operation, variables: Record<string, unknown>) {
  const definitions = operation.variableDefinitions ?? [];
  return definitions.length === 0 ? {} : getVariableValues(schema, definitions, variables, { maxErrors: 1 }).coerced;
}

/**
 * Checks the texts in the variables. Representations of entities answer each for itself.
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

/** Estimates that were made, by what of the variables they depend on. */
const estimates = new WeakMap<OperationDefinitionNode, Map<string, Costed>>();
const keptEstimates = 100;

/**
 * The estimate of an operation. It is kept with the operation for others with variables of the same sizes.
 * @param variables after coercion
 * @throws BadUserInputError for a page of a size that there is not
 * @throws LimitExceededError for filters of too many conditions
 */
export function costOf(
  { schema, document, operation }: Operation,
  variables: Record<string, unknown>,
  limits: Pick<QueryLimits, 'pageSize' | 'conditions'>,
): Costed {
  let kept = estimates.get(operation);
  if (!kept || kept.size >= keptEstimates) estimates.set(operation, (kept = new Map<string, Costed>()));
  const sizes = `${limits.pageSize} ${limits.conditions} ${sizesIn(variables)}`;
  const known = kept.get(sizes);
  if (known) return known;
  let conditions = 0;
  const found = estimate(schema, document, operation, variables, (args, slicing, node, unasked) => {
    checkPage(args, slicing, node, unasked, limits.pageSize);
    conditions += conditionsOf(args['where']);
    if (conditions > limits.conditions) throw exceeded('conditions', limits.conditions, conditions);
  });
  kept.set(sizes, found);
  return found;
}

/**
 * What of some variables costs and limits depend on: sizes of pages and conditions of `@skip` and `@include`, which are
 * numbers and truth values, how many keys a list has, and how many conditions a filter.
 */
const sizesIn = (variables: Record<string, unknown>): string =>
  Object.entries(variables)
    .map(([name, value]) => {
      if (typeof value === 'number' || typeof value === 'boolean') return `${name}=${value}`;
      return `${name}:${Array.isArray(value) ? value.length : ''}:${conditionsOf(value)}`;
    })
    .join();

function checkPage(
  args: Record<string, unknown>,
  slicing: readonly string[],
  { name, alias }: FieldNode,
  unasked: number,
  most: number,
): void {
  const at = `at "${(alias ?? name).value}"`;
  const refuse = (argument: string, came: string) =>
    refused(new BadUserInputError(`${argument}: expected a whole number from 1 to ${most}, got ${came}, ${at}.`));
  const asked = slicing.filter((argument) => args[argument] != null);
  for (const argument of asked) {
    const size = args[argument];
    // Less than one item is no matter of limits: the field itself says so, and the others are answered.
    if (typeof size === 'number' && size > most) throw refuse(argument, String(size));
  }
  if (asked.length === 0 && unasked > most) throw refuse(slicing[0]!, `none, which stands for ${unasked}`);
}

/** How many conditions a filter has: the objects of which it is made. */
function conditionsOf(where: unknown): number {
  if (typeof where !== 'object' || where === null) return 0;
  if (Array.isArray(where)) return where.reduce<number>((sum, part) => sum + conditionsOf(part), 0);
  return Object.values(where).reduce<number>((sum, part) => sum + conditionsOf(part), 1);
}

/** The error of an operation that costs too much, with the smallest change that would make it fit. */
export function tooDear(
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
