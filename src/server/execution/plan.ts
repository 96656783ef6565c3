/**
 * Compiles an operation once into plain functions that write the JSON text of the answer. For each field a plan holds what
 * graphql-js determines anew for every node: the selection below it, the arguments, the kind of its value.
 *
 * A plan writes only answers without errors. Any error (a resolver that fails, null in a non-null field, a wrong type) ends it
 * with an exception; graphql-js then executes the same operation with the same loaders and produces the errors, their paths
 * and the nulls around them.
 */
import { getVariableValues } from 'graphql';
import type { GraphContext } from '../../graph/context.js';
import type { CompiledOperation } from '../../graph/operation/compiled.js';
import { decidingVariables } from '../../graph/operation/variables.js';
import { AnswerSize } from '../limits/answer-size.js';
import { Run } from './run.js';
import { SelectionWriters } from './selections.js';
import { Unplanned } from './text.js';
import type { SerializedNodeCache } from './serialized-nodes.js';

/** Assignments of the variables of `@skip` and `@include` for which one operation keeps a plan. */
const maximalVariants = 16;

/** The plans of one operation of a document. */
export class OperationPlans {
  /** The variables on which the selection itself depends. */
  private readonly deciding: readonly string[];
  private readonly variants = new Map<string, (run: Run) => string | Promise<string>>();

  constructor(
    private readonly operation: CompiledOperation,
    private readonly written: SerializedNodeCache,
    private readonly compiled: (fields: number) => void = () => undefined,
  ) {
    this.deciding = operation.selection ? decidingVariables(operation.selection) : [];
  }

  /**
   * Returns the text of the answer's `data`. @throws LimitExceededError if it is larger than `size` allows. On any other
   * exception graphql-js must execute the operation
   */
  run(
    inputs: Readonly<Record<string, unknown>>,
    context: GraphContext,
    size = new AnswerSize(),
  ): string | Promise<string> {
    const { schema, node } = this.operation;
    const { coerced } = getVariableValues(schema, node.variableDefinitions ?? [], inputs, { maxErrors: 1 });
    if (!coerced) throw new Unplanned('invalid variables');
    return this.planFor(coerced)(new Run(this.operation, coerced, context, size));
  }

  private planFor(variables: Record<string, unknown>): (run: Run) => string | Promise<string> {
    const key = this.deciding.length === 0 ? '' : JSON.stringify(this.deciding.map((name) => variables[name]));
    let plan = this.variants.get(key);
    if (!plan) {
      if (this.variants.size >= maximalVariants) throw new Unplanned('too many variants of one selection');
      const { operation, written, compiled } = this;
      const writers = new SelectionWriters({ schema: operation.schema, variables, written, compiled });
      const write = writers.ofOperation(operation);
      this.variants.set(key, (plan = (run) => write(undefined, run)));
    }
    return plan;
  }
}
