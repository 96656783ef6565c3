/** A subgraph in a plain Node server: enough for examples and tests, without limits and logs. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { graphql, type GraphQLSchema } from 'graphql';

export interface RunningServer {
  url: string;
  /** GraphQL requests that it got since it started. */
  readonly requests: number;
  close(): Promise<void>;
}

interface Operation {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

/** Serves a schema on this computer; port 0 takes any free one. Takes single operations and lists of them. */
export async function serveSchema(schema: GraphQLSchema, port = 0): Promise<RunningServer> {
  let requests = 0;
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    requests += 1;
    const body = (await json(request)) as Operation | Operation[];
    const one = ({ query, variables, operationName }: Operation) =>
      graphql({ schema, source: query, variableValues: variables ?? null, operationName: operationName ?? null });
    return Array.isArray(body) ? Promise.all(body.map(one)) : one(body);
  };
  const server = createServer((request, response) => {
    void answer(request).then(
      (result) => response.setHeader('content-type', 'application/json').end(JSON.stringify(result)),
      () => response.writeHead(400).end(),
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    get requests() {
      return requests;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
