/**
 * Caches the plans of the documents in Apollo Server's document cache. A plan takes many times the memory of its document,
 * especially with nested interfaces, since each field is compiled for each runtime type: a bound on documents is no bound
 * on plans.
 */
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { compiledOperation, type CompiledOperation } from '../../graph/operation/compiled.js';
import { OperationPlans } from './plan.js';
import type { SerializedNodeCache } from './serialized-nodes.js';

/** Fields of all plans, each about a kilobyte; above this all plans are evicted and compiled anew. */
const mostFields = 50_000;

export class PlanCache {
  /** Operations cache their plans by this function: replacing it evicts all plans. */
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
