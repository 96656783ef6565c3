/** The graph behind real gateways, with two services of other teams, all over HTTP. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { parse, type FormattedExecutionResult } from 'graphql';
import { archiveSchema, archiveSdl } from '../../../examples/federation/archive';
import { serveSchema, type RunningServer } from '../../../examples/federation/subgraph-server';
import { travelAdviceSchema, travelAdviceSdl } from '../../../examples/federation/travel-advice';
import { assembled } from '../../slices.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { sdlOf } from '../schema/build.js';
import { queriesAcross, queriesOfTheGraph, type GatewayQuery } from './gateway-queries.fixture.js';

let graph: TestGraph;
let travelAdvice: RunningServer;
let archive: RunningServer;
let supergraph: string;
let requestsToGraph = 0;

beforeAll(async () => {
  graph = await startTestGraph('organization');
  const url = await graph.server.app.listen({ port: 0, host: '127.0.0.1' });
  graph.server.app.server.on('request', () => (requestsToGraph += 1));
  travelAdvice = await serveSchema(travelAdviceSchema);
  archive = await serveSchema(archiveSchema);
  const { supergraphSdl, errors } = composeServices([
    { name: 'graph', url: `${url}/graphql`, typeDefs: parse(sdlOf(assembled)) },
    { name: 'travelAdvice', url: travelAdvice.url, typeDefs: parse(travelAdviceSdl) },
    { name: 'archive', url: archive.url, typeDefs: parse(archiveSdl) },
  ]);
  expect(errors).toBeUndefined();
  supergraph = supergraphSdl!;
});
afterAll(async () => {
  await travelAdvice.close();
  await archive.close();
  await graph.close();
});

interface Gateway {
  ask(query: GatewayQuery): Promise<FormattedExecutionResult>;
  stop(): Promise<void>;
}

async function apolloGateway(): Promise<Gateway> {
  const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl: supergraph }) });
  await server.start();
  return {
    ask: async (query) => {
      const { body } = await server.executeOperation(query);
      if (body.kind !== 'single') throw new Error('The answer comes in parts.');
      return body.singleResult;
    },
    stop: () => server.stop(),
  };
}

/** Runs in a separate process: it loads modules in a way that Jest does not support. */
async function hiveGateway(): Promise<Gateway> {
  const program = join(__dirname, '../../../examples/federation/hive-gateway.ts');
  const child = spawn(process.execPath, ['-r', 'esbuild-register', program], {
    env: { ...process.env, PORT: '0' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(supergraph);
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer];
  const url = line.toString().trim();
  return {
    ask: async (query) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(query),
      });
      return (await response.json()) as FormattedExecutionResult;
    },
    stop: async () => {
      // On SIGTERM it waits until all connections are closed.
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

const hive = "Hive's gateway runtime";
/** The planner of Hive is native code, which is not available for Windows. */
const gateways = [
  ['@apollo/gateway', apolloGateway] as const,
  ...(process.platform === 'win32' ? [] : [[hive, hiveGateway] as const]),
];

describe.each(gateways)('through %s', (name, start) => {
  let gateway: Gateway | undefined;
  beforeAll(async () => {
    gateway = await start();
  });
  afterAll(() => gateway?.stop());

  const counts = () => ({ graph: requestsToGraph, travelAdvice: travelAdvice.requests, archive: archive.requests });

  it.each(Object.entries(queriesOfTheGraph))(
    '%s: the gateway returns the same answer as the server, with one request',
    async (_case, query) => {
      const direct = await graph.ask(query.query, query.variables);
      expect(direct.errors).toBeUndefined();
      const [before, statements] = [counts(), graph.database.statementCount];
      const { data, errors } = await gateway!.ask(query);
      expect(errors).toBeUndefined();
      expect(JSON.parse(JSON.stringify(data))).toEqual(direct.data);
      expect(counts()).toEqual({ ...before, graph: before.graph + 1 });
      expect(graph.database.statementCount - statements).toBe(direct.statements);
    },
  );

  it.each(Object.entries(queriesAcross))(
    '%s',
    async (_case, { data: expected, requests, requestsOfHive = requests, statements, ...query }) => {
      const [before, statementsBefore] = [counts(), graph.database.statementCount];
      const { data, errors } = await gateway!.ask(query);
      expect(errors).toBeUndefined();
      expect(JSON.parse(JSON.stringify(data))).toEqual(expected);
      const after = counts();
      expect({
        graph: after.graph - before.graph,
        travelAdvice: after.travelAdvice - before.travelAdvice,
        archive: after.archive - before.archive,
      }).toEqual(name === hive ? requestsOfHive : requests);
      expect(graph.database.statementCount - statementsBefore).toBe(statements);
    },
  );
});
