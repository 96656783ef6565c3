/**
 * Operations compiled once, then run as plain functions that write the JSON text of the answer. A plan knows of each
 * field what graphql-js finds out anew for every node: the selection below it, the arguments, the kind of its value.
 *
 * A plan writes only answers without errors. Whatever it meets that is not as it should be (a resolver that fails, null
 * where none may be, a type that does not fit) ends it with an exception; graphql-js then executes the same operation
 * with the same loaders, so that errors, their paths and the nulls around them are its own.
 */
import {
  getVariableValues,
  Kind,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { GraphContext } from '../../graph/context.js';
import { AnswerSize } from '../limits/answer-size.js';
import { Run } from './run.js';
import { SelectionWriters, type SelectionPlace } from './selections.js';
import { Unplanned } from './text.js';
import type { WrittenNodes } from './written-nodes.js';

/** Assignments of the variables of `@skip` and `@include` for which one operation keeps a plan. */
const maximalVariants = 16;

/** The plans of one operation of a document. */
export class OperationPlans {
  private readonly fragments: Record<string, FragmentDefinitionNode>;
  /** The variables on which the selection itself depends. */
  private readonly deciding: readonly string[];
  private readonly variants = new Map<string, (run: Run) => string | Promise<string>>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
    private readonly written: WrittenNodes,
    private readonly compiled: (fields: number) => void = () => undefined,
  ) {
    this.fragments = Object.fromEntries(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
      ),
    );
    this.deciding = decidingVariables(document);
  }

  /**
   * The text of the answer's `data`. @throws LimitExceededError if it is larger than `size` allows, or anything else
   * that keeps the plan from writing it; graphql-js has to execute the operation then
   */
  run(
    inputs: Readonly<Record<string, unknown>>,
    context: GraphContext,
    size = new AnswerSize(),
  ): string | Promise<string> {
    const { schema, operation, fragments } = this;
    const variables = getVariableValues(schema, operation.variableDefinitions ?? [], inputs, { maxErrors: 1 });
    if (!variables.coerced) throw new Unplanned('variables that do not fit');
    return this.planFor(variables.coerced)(
      new Run({ schema, operation, fragments, variableValues: variables.coerced }, context, size),
    );
  }

  private planFor(variables: Record<string, unknown>): (run: Run) => string | Promise<string> {
    const key = this.deciding.length === 0 ? '' : JSON.stringify(this.deciding.map((name) => variables[name]));
    let plan = this.variants.get(key);
    if (!plan) {
      if (this.variants.size >= maximalVariants) throw new Unplanned('too many variants of one selection');
      this.variants.set(key, (plan = this.compile(variables)));
    }
    return plan;
  }

  private compile(variables: Record<string, unknown>): (run: Run) => string | Promise<string> {
    const { schema, fragments, written, compiled } = this;
    const place: SelectionPlace = { schema, fragments, variables, written, compiled };
    const write = new SelectionWriters(place).ofOperation(this.operation);
    return (run) => write(undefined, run);
  }
}

/** The variables that decide which fields are selected: those in the directives of selections. */
function decidingVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  let inDirective = 0;
  visit(document, {
    Directive: { enter: () => void (inDirective += 1), leave: () => void (inDirective -= 1) },
    Variable: ({ name }) => {
      if (inDirective > 0) names.add(name.value);
    },
  });
  return [...names].sort();
}
