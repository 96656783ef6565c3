/** The requests of a query in the dialect of a server. */
import type { BenchQuery, Data } from '../queries/query';
import type { RunningServer } from './running-server';

export interface PreparedRequest {
  path: string;
  body: string;
}

export const headers = { 'content-type': 'application/json', accept: 'application/json' };

/** The requests of a query for a server, one for each input; undefined if the server does not support it. */
export async function prepare(
  server: RunningServer,
  query: BenchQuery,
  total: number,
): Promise<readonly PreparedRequest[] | undefined> {
  const { dialect } = server.kind;
  if (dialect === 'buffer') return [{ path: `/${query.name}`, body: '{}' }];
  if (dialect === 'statement') {
    return query.inputs.map((input) => ({ path: '/', body: JSON.stringify({ query: query.name, input }) }));
  }
  const wording = query.wordings[dialect];
  if (!wording) return undefined;
  const ask = async (document: string, variables?: object) =>
    (await send(server, { path: '/graphql', body: JSON.stringify({ query: document, variables }) })).data;
  const prepared: PreparedRequest[] = [];
  for (const input of query.inputs) {
    const variables = await wording.variables?.(input, ask, total);
    prepared.push({ path: '/graphql', body: JSON.stringify({ query: wording.document, variables }) });
  }
  return prepared;
}

/** Sends a request. @throws if the response has errors or is not an answer */
export async function send(
  { origin, kind }: RunningServer,
  { path, body }: PreparedRequest,
): Promise<{ data: Data; text: string }> {
  const response = await fetch(origin + path, { method: 'POST', headers, body });
  const text = await response.text();
  const fail = () =>
    new Error(`${kind.name} answered ${response.status} to ${body.slice(0, 300)}:\n${text.slice(0, 1000)}`);
  if (!response.ok) throw fail();
  const { data, errors } = JSON.parse(text) as { data?: Data; errors?: unknown };
  if (errors || !data) throw fail();
  return { data, text };
}

/** The part of an answer that must be equal for all servers. */
export function comparable(query: BenchQuery, server: RunningServer, data: Data): unknown {
  const { dialect } = server.kind;
  const wording = dialect === 'statement' || dialect === 'buffer' ? undefined : query.wordings[dialect];
  const shaped: Data = wording?.answer?.(data) ?? data;
  return query.compared?.(shaped) ?? shaped;
}
