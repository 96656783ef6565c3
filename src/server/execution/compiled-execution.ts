/**
 * Answers queries by compiled plans within Apollo Server: parsing, validation and the hooks of all plugins stay as they
 * are, only the execution is replaced. What a plan cannot answer goes on to graphql-js.
 */
import { HeaderMap, type ApolloServerPlugin, type GraphQLRequestContext, type GraphQLResponse } from '@apollo/server';
import type { DocumentNode, FormattedExecutionResult, OperationDefinitionNode } from 'graphql';
import type { GraphContext } from '../../graph/context.js';
import { costHeader } from '../limits/limit-queries.js';
import { loopTime } from '../seeing/loop-time.js';
import type { Recorded, RequestRecord } from '../seeing/request-record.js';
import type { KeptPlans } from './kept-plans.js';

/** The type asks for a status; what is undefined leaves that of Apollo Server. */
const nothingMore = { headers: new HeaderMap(), status: undefined } as unknown as GraphQLResponse['http'];

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

export const compiledExecution = (plans: KeptPlans): ApolloServerPlugin<GraphContext & Recorded> => ({
  requestDidStart: () => Promise.resolve({ responseForOperation: (context) => answer(context, plans) }),
});

type Answered = Pick<GraphQLRequestContext<GraphContext & Recorded>, 'request' | 'contextValue'> & {
  document: DocumentNode;
  /** Absent, whatever Apollo Server's own type says, where the document has none of the name that was sent. */
  operation: OperationDefinitionNode | undefined;
};

async function answer(
  { document, operation, request, contextValue }: Answered,
  plans: KeptPlans,
): Promise<GraphQLResponse | null> {
  // The report counts what is in the answer, which a written one does not show.
  if (operation?.operation !== 'query' || request.http?.headers.has(costHeader)) {
    return byGraphQL(contextValue.record);
  }
  try {
    loopTime.begin(contextValue.record);
    const text = await plans.of(document, operation).run(request.variables ?? {}, contextValue);
    contextValue.uses.complete = true;
    return { body: { kind: 'single', singleResult: { data: new WrittenData(text) as never } }, http: nothingMore };
  } catch {
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
