/**
 * The plans of the documents that Apollo Server has at hand. A plan takes many times the memory of its document, most of
 * all where interfaces stand in each other, since each field is compiled for each type that comes: how many documents
 * are kept is no bound on it.
 */
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { compiledOperation, type CompiledOperation } from '../../graph/operation/compiled.js';
import { OperationPlans } from './plan.js';
import type { SerializedNodeCache } from './serialized-nodes.js';

/** Fields of all plans together, each of which takes about a kilobyte; beyond, all plans are let go and compiled anew. */
const mostFields = 50_000;

export class PlanCache {
  /** Plans are kept with their operations by what made them: with another one all are let go. */
  private make = this.maker();
  private fields = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly written: SerializedNodeCache,
  ) {}

  of(document: DocumentNode, operation: OperationDefinitionNode): OperationPlans {
    return compiledOperation({ schema: this.schema, document, operation }).once(this.make);
  }

  private maker() {
    return (operation: CompiledOperation) =>
      new OperationPlans(operation, this.written, (fields) => this.compiled(fields));
  }

  private compiled(fields: number): void {
    this.fields += fields;
    if (this.fields < mostFields) return;
    this.fields = 0;
    this.make = this.maker();
  }
}
