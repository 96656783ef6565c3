/** The whole server on its own database, called without a network. */
import pino from 'pino';
import type { DataSource } from 'typeorm';
import type { ContentRecord } from '../ingest/record.js';
import { writeRecords } from '../ingest/writer/index.js';
import { readEnvironment } from '../settings/environment.js';
import { createGraphServer, type GraphServer, type GraphServerOptions } from '../server/graph-server.js';
import { defaultOverloadLimits } from '../server/load-shedding/shed-load.js';
import { assembled as ownGraph } from '../slices.js';
import { createDataSource } from '../database/data-source.js';
import { Database } from '../database/database.js';
import { ReferenceCatalogue } from '../database/reference-catalogue.js';
import { createTestDatabase, type Content } from './test-database.js';

export interface Answer<Data> {
  data: Data;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
  /** Number of SQL statements sent for this request. */
  statements: number;
}

export interface TestGraph {
  url: string;
  server: GraphServer;
  database: Database;
  dataSource: DataSource;
  catalogue: ReferenceCatalogue;
  /** Errors logged by the server or reported by the database. */
  faults: readonly Error[];
  /** Another server on the same database, with other options. Close it in the test. */
  serve(options: Partial<GraphServerOptions>): Promise<GraphServer>;
  /** Sends an operation. Tests that expect data use {@link TestGraph.data}. */
  ask<Data = Record<string, never>>(query: string, variables?: object): Promise<Answer<Data>>;
  /** The data of an operation that must not fail. */
  data<Data>(query: string, variables?: object): Promise<Data>;
  /** Writes records and waits until the catalogue has them. */
  add(...records: ContentRecord[]): Promise<void>;
  close(): Promise<void>;
}

const { limits, httpLimits } = readEnvironment({});

/**
 * Starts a server for a test file. Close it in `afterAll`.
 * @param options of the server; they override the defaults of tests
 */
export async function startTestGraph(content: Content, options: Partial<GraphServerOptions> = {}): Promise<TestGraph> {
  const { url, drop } = await createTestDatabase(content);
  const graph = await startTestGraphOn(url, url, options);
  return {
    ...graph,
    close: async () => {
      await graph.close();
      await drop();
    },
  };
}

/**
 * Starts a server on an existing database.
 * @param through the URL that the server reads it by: that of a proxy, or the same
 */
export async function startTestGraphOn(
  url: string,
  through: string,
  options: Partial<GraphServerOptions> = {},
): Promise<TestGraph> {
  const { graph = ownGraph } = options;
  const dataSource = createDataSource(url, graph.entities);
  await dataSource.initialize();
  const faults: Error[] = [];
  const database = new Database({
    url: through,
    poolSize: 4,
    statementTimeoutMs: 5_000,
    // Several test files share a few CPU cores.
    connectTimeoutMs: 10_000,
    onError: (error) => faults.push(error),
  });
  const catalogue = await ReferenceCatalogue.open(through, database, graph.shelves, graph.views, (error) =>
    faults.push(error),
  );
  const serve = (own: Partial<GraphServerOptions>) =>
    createGraphServer({
      graph,
      reader: database,
      catalogue: () => catalogue.current,
      logger: pino({ level: 'error' }, { write: (line: string) => void faults.push(new Error(line)) }),
      corsOrigins: ['https://studio.apollographql.com'],
      explorer: true,
      limits,
      httpLimits,
      // The server shares the process with the test, whose computations block its event loop.
      overload: { ...defaultOverloadLimits, eventLoopMs: 60_000 },
      ...own,
    });
  const server = await serve(options);
  const ask = async <Data>(query: string, variables?: object): Promise<Answer<Data>> => {
    const before = database.statementCount;
    const response = await server.app.inject({ method: 'POST', url: '/graphql', payload: { query, variables } });
    return { ...response.json<Answer<Data>>(), statements: database.statementCount - before };
  };
  return {
    url,
    server,
    database,
    dataSource,
    catalogue,
    faults,
    serve,
    ask,
    data: async <Data>(query: string, variables?: object) => {
      const { data, errors } = await ask<Data>(query, variables);
      if (errors) throw new Error(`The operation failed: ${JSON.stringify(errors)} ${faults.map(String).join(' ')}`);
      return data;
    },
    add: async (...records) => {
      await writeRecords(dataSource, records);
      await catalogue.reload();
    },
    close: async () => {
      await server.close();
      await catalogue.close();
      await database.close();
      await dataSource.destroy();
    },
  };
}
