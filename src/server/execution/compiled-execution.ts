/**
 * Answers queries by compiled plans within Apollo Server: parsing, validation and the hooks of all plugins stay as they
 * are, only the execution is replaced. What a plan cannot answer goes on to graphql-js.
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

/** The type asks for a status; what is undefined leaves that of Apollo Server. */
const nothingMore = { headers: new HeaderMap(), status: undefined } as unknown as GraphQLResponse['http'];

type ServedContext = GraphContext & Recorded;

/** The `data` of an answer as the text that it will be sent as. */
export class WrittenData {
  constructor(readonly text: string) {}
}

/** The text of an answer whose data may be written already. */
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
  /** Absent, whatever Apollo Server's own type says, where the document has none of the name that was sent. */
  operation: OperationDefinitionNode | undefined;
};

async function answer(
  { document, operation, request, contextValue }: Answered,
  plans: PlanCache,
  bounds: BoundAnswers,
): Promise<GraphQLResponse | null> {
  // The report counts what is in the answer, which a written one does not show.
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
    // Whatever it was, graphql-js meets it again and reports it with its path.
    return byGraphQL(contextValue.record);
  }
}

/**
 * Leaves an operation to graphql-js, which begins some promises later: in a turn of the event loop of its own, so that no
 * other request is marked meanwhile and is charged for it.
 */
async function byGraphQL(record: RequestRecord): Promise<null> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  loopTime.begin(record);
  return null;
}
