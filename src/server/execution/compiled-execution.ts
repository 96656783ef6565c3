/**
 * Executes queries with compiled plans inside Apollo Server: parsing, validation and plugin hooks stay as they are, only the
 * execution is replaced. Operations that a plan cannot answer fall back to graphql-js.
 */
import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestContext, type GraphQLResponse } from '@apollo/server';
import type { DocumentNode, FormattedExecutionResult, OperationDefinitionNode } from 'graphql';
import type { GraphContext } from '../../graph/context.js';
import { costHeader } from '../limits/limit-queries.js';
import { loopTime } from '../observability/loop-time.js';
import type { Recorded, RequestRecord } from '../observability/request-record.js';
import { AnswerSize } from '../limits/answer-size.js';
import { isTooLarge, type BoundAnswers } from '../limits/bound-answers.js';
import type { PlanCache } from './plan-cache.js';

const tooLarge: GraphQLResponse['http'] = { headers: new HeaderMap(), status: 400 };

/** The type requires a status; undefined keeps that of Apollo Server. */
const nothingMore = { headers: new HeaderMap(), status: undefined } as unknown as GraphQLResponse['http'];

type ServedContext = GraphContext & Recorded;

/** The `data` of an answer, already serialized. */
export class WrittenData {
  constructor(readonly text: string) {}
}

/** Serializes an answer whose data may already be serialized. */
export function answerText({ data, ...others }: FormattedExecutionResult): string {
  if (!(data instanceof WrittenData)) return `${JSON.stringify({ ...others, data })}\n`;
  const rest = JSON.stringify(others);
  return rest === '{}' ? `{"data":${data.text}}\n` : `{"data":${data.text},${rest.slice(1)}\n`;
}

/** @param bounds of each answer */
export const compiledExecution = (plans: PlanCache, bounds: BoundAnswers): ApolloServerPlugin<ServedContext> => ({
  requestDidStart: () => Promise.resolve({ responseForOperation: (context) => answer(context, plans, bounds) }),
});

type Answered = Pick<GraphQLRequestContext<ServedContext>, 'request' | 'contextValue'> & {
  document: DocumentNode;
  /** Undefined, despite Apollo Server's own type, if the document has no operation of the given name. */
  operation: OperationDefinitionNode | undefined;
};

async function answer(
  { document, operation, request, contextValue }: Answered,
  plans: PlanCache,
  bounds: BoundAnswers,
): Promise<GraphQLResponse | null> {
  // The cost report counts the objects of the answer, which serialized data does not show.
  if (operation?.operation !== 'query' || request.http?.headers.has(costHeader)) {
    return byGraphQL(contextValue.record);
  }
  try {
    loopTime.begin(contextValue.record);
    const size = new AnswerSize(bounds.answerBytes);
    const text = await plans.of(document, operation).run(request.variables ?? {}, contextValue, size);
    size.checkWhole(text);
    contextValue.dependencies.complete = true;
    return { body: { kind: 'single', singleResult: { data: new WrittenData(text) as never } }, http: nothingMore };
  } catch (fault) {
    if (isTooLarge(fault))
      return { body: { kind: 'single', singleResult: bounds.refuse(fault, contextValue) }, http: tooLarge };
    // graphql-js meets the same error and reports it with its path.
    return byGraphQL(contextValue.record);
  }
}

/**
 * Falls back to graphql-js, which starts some promises later: in its own turn of the event loop, so that no other request is
 * marked meanwhile and charged for it.
 */
async function byGraphQL(record: RequestRecord): Promise<null> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  loopTime.begin(record);
  return null;
}
