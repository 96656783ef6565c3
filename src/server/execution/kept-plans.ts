/**
 * The plans of the documents that Apollo Server has at hand. A plan takes many times the memory of its document, most of
 * all where interfaces stand in each other, since each field is compiled for each type that comes: how many documents
 * are kept is no bound on it.
 */
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { OperationPlans } from './plan.js';
import type { WrittenNodes } from './written-nodes.js';

/** Fields of all plans together, each of which takes about a kilobyte; beyond, all plans are let go and compiled anew. */
const mostFields = 50_000;

export class KeptPlans {
  /** By document, and in it by operation. They go when Apollo Server lets the parsed document go. */
  private plans = new WeakMap<DocumentNode, Map<OperationDefinitionNode, OperationPlans>>();
  private fields = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly written: WrittenNodes,
  ) {}

  of(document: DocumentNode, operation: OperationDefinitionNode): OperationPlans {
    let ofDocument = this.plans.get(document);
    if (!ofDocument) this.plans.set(document, (ofDocument = new Map<OperationDefinitionNode, OperationPlans>()));
    let plan = ofDocument.get(operation);
    if (!plan) {
      plan = new OperationPlans(this.schema, document, operation, this.written, (fields) => this.compiled(fields));
      ofDocument.set(operation, plan);
    }
    return plan;
  }

  private compiled(fields: number): void {
    this.fields += fields;
    if (this.fields < mostFields) return;
    this.fields = 0;
    this.plans = new WeakMap();
  }
}
