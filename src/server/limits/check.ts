/**
 * The limits of an operation. These are functions of the schema, the document, the operation and its variables, and of
 * nothing else: what they find may be kept with a document.
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
 * Checks what does not depend on variables.
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

/** Estimates that are made of an operation, by what of the variables they depend on. */
const estimates = () => new Map<string, Costed>();
const keptEstimates = 100;
/** Characters of what an estimate is kept by. */
const longestKey = 1_000;

/**
 * The estimate of an operation. It is kept with the operation for others with variables of the same sizes.
 * @param variables after coercion
 * @throws BadUserInputError for a page of a size that there is not
 * @throws LimitExceededError for filters of too many conditions
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

/** Texts may be shorter, and lists too: what is refused before it is read is at least so many times too large. */
const surelyTooLarge = 2;

/**
 * Refuses what would most likely be too large an answer, before anything is read.
 * @throws LimitExceededError
 */
export function checkBytes(found: Costed, most: number): void {
  if (found.bytes <= most * surelyTooLarge) return;
  const text = ` So much are long texts in the middle; most of it is ${longestPath(found)}: ask for less of it.`;
  throw exceeded('answerBytes', most, found.bytes, text);
}

/** From this weight on a field at the root computes much, whatever it gives. */
const costlyFrom = 20;

function isCostlyRoot(schema: GraphQLSchema, { operation }: OperationDefinitionNode, { name }: FieldNode): boolean {
  const field = schema.getRootType(operation)!.getFields()[name.value];
  return field !== undefined && !name.value.startsWith('_') && figuresOf(field).weight >= costlyFrom;
}

/** The error of an operation that costs too much, with the smallest change that would make it fit. */
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
