/** One execution of a plan: the variables, the context, and the `info` of resolvers. */
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { GraphContext } from '../../graph/context.js';
import type { CompiledOperation } from '../../graph/operation/compiled.js';
import type { AnswerSize } from '../limits/answer-size.js';
import { Unplanned, type Text } from './text.js';

/** What a plan knows of a field before any run. */
export interface FieldFacts {
  fieldName: string;
  fieldNodes: readonly FieldNode[];
  parentType: GraphQLObjectType;
  returnType: GraphQLOutputType;
}

export class Run {
  private readonly args = new Map<object, Record<string, unknown>>();
  private readonly infos = new Map<object, GraphQLResolveInfo>();
  private readonly texts = new Map<object, Map<unknown, Text>>();

  constructor(
    readonly operation: CompiledOperation,
    readonly variables: Record<string, unknown>,
    readonly context: GraphContext,
    readonly size: AnswerSize,
  ) {}

  /** Texts of one selection in this run, by row: a country that a text names a thousand times is serialized once. */
  textsOf(selection: object): Map<unknown, Text> {
    let texts = this.texts.get(selection);
    if (!texts) this.texts.set(selection, (texts = new Map<unknown, Text>()));
    return texts;
  }

  /** Arguments that hold variables: the same for all nodes of a run. */
  argumentsOf(field: object, make: (variables: Record<string, unknown>) => Record<string, unknown>) {
    let values = this.args.get(field);
    if (!values) this.args.set(field, (values = make(this.variables)));
    return values;
  }

  infoOf(field: FieldFacts): GraphQLResolveInfo {
    let info = this.infos.get(field);
    // graphql-js does not set the properties that stitching tools add to the type either.
    if (!info) this.infos.set(field, (info = new FieldInfo(field, this) as unknown as GraphQLResolveInfo));
    return info;
  }
}

/** Shared by all nodes of a field, so it has no path. A plan cannot run a resolver that reads it. */
class FieldInfo {
  readonly fieldName: string;
  readonly fieldNodes: readonly FieldNode[];
  readonly returnType: GraphQLOutputType;
  readonly parentType: GraphQLObjectType;
  readonly schema: GraphQLSchema;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly operation: OperationDefinitionNode;
  readonly variableValues: Record<string, unknown>;
  readonly rootValue = undefined;

  constructor(field: FieldFacts, { operation, variables }: Run) {
    this.fieldName = field.fieldName;
    this.fieldNodes = field.fieldNodes;
    this.returnType = field.returnType;
    this.parentType = field.parentType;
    this.schema = operation.schema;
    this.fragments = operation.fragments;
    this.operation = operation.node;
    this.variableValues = variables;
  }

  get path(): never {
    throw new Unplanned(`the path of ${this.fieldName}`);
  }
}
