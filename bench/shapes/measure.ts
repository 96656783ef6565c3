/**
 * `npm run bench:shapes [-- --only contains]`: sends each shape of query to a server and prints its estimated cost, its
 * CPU time, and the milliseconds per unit of cost. Marks shapes that take more than three milliseconds per unit in the
 * database or the server, and failed ones, because the time of a cancelled statement says nothing about the whole. The
 * exit code is 1 if any are marked.
 */
import { parseArgs } from 'node:util';
import type { Client } from 'pg';
import { onDatabase, openBenchDatabase } from '../database';
import { cpuMs, DatabaseUsage, usedBetween } from '../measure/process-usage';
import { startServer, type RunningServer } from '../measure/running-server';
import { product } from '../servers';
import { shapes, type Shape, type Subjects } from './shapes';

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '100000' },
    data: { type: 'string', default: 'data-bench' },
    only: { type: 'string', default: '' },
  },
});

/** Maximum milliseconds per unit of cost, in the database or the server. */
const most = 3;
/** Minimum total time of a shape: CPU time is counted in hundredths of a second. */
const longEnoughMs = 300;
const mostRounds = 40;

interface Taken {
  shape: Shape;
  cost: number;
  databaseMs: number;
  serverMs: number;
  fault?: string;
}

interface Answered {
  errors?: { message: string; extensions?: { code?: string } }[];
  extensions?: { cost?: { estimate: number } };
}

async function ask({ origin }: RunningServer, shape: Shape, subjects: Subjects, headers: object = {}) {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: shape.query, variables: shape.variables?.(subjects) }),
  });
  return (await response.json()) as Answered;
}

/** A short text. A query over a limit is rejected before it uses resources, which is not a failure. */
const faultsOf = ({ errors = [] }: Answered) =>
  errors
    .filter(({ extensions }) => extensions?.code !== 'LIMIT_EXCEEDED')
    .map(({ message, extensions }) => `${extensions?.code ?? 'no code'}: ${message.slice(0, 60)}`);

async function measure(server: RunningServer, usage: DatabaseUsage, shape: Shape, subjects: Subjects): Promise<Taken> {
  // The first request warms up, and reports the cost.
  const first = await ask(server, shape, subjects, { 'graph-cost': 'report' });
  const cost = Math.max(1, first.extensions?.cost?.estimate ?? 0);
  const faults = [...faultsOf(first), ...faultsOf(await ask(server, shape, subjects))];
  const databaseBefore = await usage.read();
  const serverBefore = cpuMs(server.pid)!;
  const start = performance.now();
  let rounds = 0;
  while (rounds < mostRounds && (rounds === 0 || performance.now() - start < longEnoughMs)) {
    faults.push(...faultsOf(await ask(server, shape, subjects)));
    rounds += 1;
  }
  const databaseMs = usedBetween(databaseBefore, await usage.read()) / rounds;
  const serverMs = (cpuMs(server.pid)! - serverBefore) / rounds;
  return { shape, cost, databaseMs, serverMs, ...(faults[0] !== undefined && { fault: faults[0] }) };
}

async function subjectsIn(client: Client): Promise<Subjects> {
  const { rows } = await client.query<Subjects>(`
    WITH by_country AS (SELECT country_id AS id, count(*) FROM news_item_country GROUP BY 1),
      by_office AS (SELECT office_id AS id, count(*) FROM news_item_office GROUP BY 1),
      rare AS (SELECT id FROM by_office ORDER BY count LIMIT 2)
    SELECT (SELECT id FROM by_country ORDER BY count DESC LIMIT 1) AS country,
      (SELECT id FROM by_country ORDER BY count LIMIT 1) AS "rareCountry",
      (SELECT id FROM by_office ORDER BY count DESC LIMIT 1) AS office,
      coalesce((SELECT project_id FROM news_item_project LIMIT 1), (SELECT id FROM project LIMIT 1)) AS project,
      (SELECT news_item_id FROM news_item_office WHERE office_id = (SELECT id FROM rare LIMIT 1) LIMIT 1) AS item,
      (SELECT news_item_id FROM news_item_office WHERE office_id = (SELECT id FROM rare OFFSET 1) LIMIT 1) AS "otherItem",
      (SELECT array_agg(title) FROM (SELECT title FROM news_item ORDER BY id LIMIT 1000) AS item) AS titles,
      (SELECT array_agg(id::text) FROM (SELECT id FROM news_item ORDER BY id LIMIT 1000) AS item) AS ids`);
  return rows[0]!;
}

const perUnit = ({ cost, databaseMs, serverMs }: Taken) => Math.max(databaseMs, serverMs) / cost;

function print(taken: Taken): void {
  const { shape, cost, databaseMs, serverMs, fault } = taken;
  const each = perUnit(taken);
  const cells = [
    shape.title,
    cost,
    databaseMs.toFixed(1),
    serverMs.toFixed(1),
    each.toFixed(2),
    fault ?? (each > most ? 'above' : ''),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

async function main(): Promise<void> {
  const url = process.env['DATABASE_URL'];
  const database = await openBenchDatabase(Number(values.items), url, values.data, (step) => console.error(step));
  try {
    const subjects = await onDatabase(database.url, async (client) => {
      // Parallel workers exit before their usage can be read.
      await client.query(
        `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET max_parallel_workers_per_gather = 0`,
      );
      return subjectsIn(client);
    });
    const usage = await DatabaseUsage.open(database.url);
    const server = await startServer(product, { DATABASE_URL: database.url });
    try {
      console.log(
        '| shape | cost | database, ms | server, ms | ms per unit | |\n| --- | ---: | ---: | ---: | ---: | --- |',
      );
      let above = 0;
      let unanswered = 0;
      const asked = shapes.filter(({ title }) => title.includes(values.only));
      for (const shape of asked) {
        const taken = await measure(server, usage, shape, subjects);
        print(taken);
        if (taken.fault !== undefined) unanswered += 1;
        else if (perUnit(taken) > most) above += 1;
      }
      console.log(`\n${above} of ${asked.length} shapes take more than ${most} ms for a unit of cost.`);
      console.log(`${unanswered} were not answered.`);
      process.exitCode = above + unanswered > 0 ? 1 : 0;
    } finally {
      await server.stop();
      await usage.close();
    }
  } finally {
    await database.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
