/**
 * `npm run bench:plans [-- --items 1000000]`: executes operations on a large database, times each of their statements,
 * and writes the table and the plans to docs/query-plans.md. The environment names the database (`DATABASE_URL`, or the
 * embedded one in `DATA_DIR`), which is first filled up with generated news. `--only <part of a title>` executes only
 * the matching operations on the existing content, and prints the plans.
 */
import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { graphql, type ExecutionResult } from 'graphql';
import { Client } from 'pg';
import { fill } from './fill';
import { questions, type Question, type Subjects } from './questions';
import type { Reader, Sql } from '../../src/graph/sql.js';

// The sources use decorators, whose metadata only the build of this project emits.
/* eslint-disable @typescript-eslint/no-require-imports */
const { readEnvironment } =
  require('../../dist/settings/environment') as typeof import('../../src/settings/environment.js');
const { openStore } =
  require('../../dist/database/open-database') as typeof import('../../src/database/open-database.js');
const { Database } = require('../../dist/database/database') as typeof import('../../src/database/database.js');
const { readCatalogue } = require('../../dist/graph/catalogue') as typeof import('../../src/graph/catalogue.js');
const { contextMaker } = require('../../dist/graph/context') as typeof import('../../src/graph/context.js');
const { buildGraphSchema } =
  require('../../dist/graph/schema/build') as typeof import('../../src/graph/schema/build.js');
const { loadSeedData } = require('../../dist/ingest/seed-data') as typeof import('../../src/ingest/seed-data.js');
const { assembled } = require('../../dist/slices') as typeof import('../../src/slices.js');
/* eslint-enable @typescript-eslint/no-require-imports */

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '15' },
    only: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const page = join(__dirname, '../../docs/query-plans.md');
const mark = '<!-- Written by npm run bench:plans from here on. -->';

const subjectsStatement = `
  WITH office_count AS (SELECT office_id AS id, count(*) FROM news_item_office GROUP BY 1 ORDER BY 2),
    country_count AS (SELECT country_id AS id, count(*) FROM news_item_country GROUP BY 1 ORDER BY 2 DESC),
    rare AS (SELECT id FROM office_count LIMIT 2)
  SELECT (SELECT id FROM country_count LIMIT 1) AS country, (SELECT id FROM country_count OFFSET 1 LIMIT 1) AS "secondCountry",
    (SELECT id FROM country_count ORDER BY count LIMIT 1) AS "rareCountry",
    (SELECT slug FROM office WHERE id = (SELECT id FROM office_count ORDER BY count DESC LIMIT 1)) AS office,
    (SELECT slug FROM office WHERE id = (SELECT id FROM office_count LIMIT 1)) AS "rareOffice",
    (SELECT field_of_work_id FROM news_item_field_of_work GROUP BY 1 ORDER BY count(*) LIMIT 1) AS field,
    (SELECT project_id FROM news_item_project LIMIT 1) AS project,
    '2010-01-01' AS from, '2011-07-15' AS until,
    (SELECT news_item_id FROM news_item_office WHERE office_id = (SELECT id FROM rare LIMIT 1) ORDER BY 1 LIMIT 1) AS item,
    (SELECT news_item_id FROM news_item_office WHERE office_id = (SELECT id FROM rare OFFSET 1) ORDER BY 1 LIMIT 1) AS "otherItem"`;

interface Measured {
  question: Question;
  /** Total milliseconds of its statements: the median of the rounds. */
  time: number | undefined;
  /** CPU milliseconds of one round, if PostgreSQL runs on this machine; excludes other work. */
  processor: number | undefined;
  statements: readonly Sql[];
}

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const log = (step: string) => console.error(step);
  const store = await openStore(environment, assembled.entities, 'guest', log);
  const database = new Database({ url: store.url, poolSize: 2, statementTimeoutMs: 20_000 });
  const client = new Client({ connectionString: store.url });
  await client.connect();
  try {
    await loadSeedData(store.dataSource);
    if (values.only === undefined) await fill(store.dataSource, Number(values.items), log);
    const [subjects] = await database.rows<Subjects>({ text: subjectsStatement, values: [] } as unknown as Sql);
    const ask = await asker(database);
    const measured: Measured[] = [];
    const asked = questions.filter(({ title }) => title.includes(values.only ?? ''));
    for (const question of asked) {
      const one = await measure(question, subjects!, ask, client);
      measured.push(one);
      log(`${question.title}: ${inWords(one.time)}, of the processor ${inWords(one.processor)}`);
    }
    const { rows } = await client.query<{ version: string; items: string }>(
      `SELECT current_setting('server_version') AS version, (SELECT count(*) FROM news_item) AS items`,
    );
    if (values.only !== undefined) {
      const all = measured.map((one) => ({ ...one, question: { ...one.question, explain: true as const } }));
      console.log(await report(all, client, rows[0]!));
      return;
    }
    const text = await readFile(page, 'utf8');
    const head = text.slice(0, text.indexOf(mark));
    await writeFile(page, `${head}${mark}\n\n${await report(measured, client, rows[0]!)}`);
  } finally {
    await client.end();
    await database.close();
    await store.close();
  }
}

type Ask = (query: string, variables: object) => Promise<{ result: ExecutionResult; statements: Sql[] }>;

/** Returns a function that executes operations and returns the statements that they sent. */
async function asker(database: Reader): Promise<Ask> {
  const catalogue = await readCatalogue(database, assembled.shelves, assembled.views);
  const { nodeSources } = assembled;
  const makeContext = contextMaker(assembled.loaders);
  const schema = buildGraphSchema(assembled);
  return async (source, variableValues) => {
    const statements: Sql[] = [];
    const reader: Reader = {
      rows: (statement) => {
        statements.push(statement);
        return database.rows(statement);
      },
    };
    const contextValue = makeContext({ catalogue, reader, requestId: 'bench', nodeSources } as never);
    const result = await graphql({ schema, source, variableValues: { ...variableValues }, contextValue });
    return { result, statements };
  };
}

async function measure(question: Question, subjects: Subjects, ask: Ask, client: Client): Promise<Measured> {
  const variables = { ...question.variables?.(subjects) };
  if (question.after !== undefined)
    Object.assign(variables, { after: await cursorAfter(question, variables, ask, client) });
  const { result, statements } = await ask(question.query, variables);
  if (result.errors) {
    console.error(result.errors[0]);
    return { question, time: undefined, processor: undefined, statements };
  }
  const times: number[] = [];
  const used = await processorTime(client);
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    for (const [i, { text, values: parameters }] of statements.entries()) {
      await client.query({ name: `${question.title} ${i}`.slice(0, 60), text, values: parameters });
    }
    times.push(performance.now() - start);
  }
  const usedNow = await processorTime(client);
  const processor = used === undefined || usedNow === undefined ? undefined : (usedNow - used) / rounds;
  return { question, time: times.sort((a, b) => a - b)[rounds >> 1], processor, statements };
}

/** CPU milliseconds of the connection's process, from Linux. */
async function processorTime(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const stat = await readFile(`/proc/${rows[0]!.pid}/stat`, 'utf8').catch(() => '');
  if (!stat.includes('(postgres)')) return undefined;
  const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14).map(Number) as [number, number];
  return (user + system) * 10;
}

/** The cursor of the n-th item: that of the first page, with the position of another row. */
async function cursorAfter({ query, after }: Question, variables: object, ask: Ask, client: Client) {
  const { result, statements } = await ask(query, variables);
  const { endCursor } = (result.data as { newsItems: { pageInfo: { endCursor: string } } }).newsItems.pageInfo;
  const [version, print, , ...keys] = JSON.parse(Buffer.from(endCursor, 'base64url').toString()) as string[];
  // The statement of the page, with another limit, returns the rows up to there.
  const [statement] = statements;
  const limits = statement!.values.map((value) => (value === 21 ? after! : value));
  await client.query('BEGIN');
  await client.query(`DECLARE rows NO SCROLL CURSOR FOR ${statement!.text}`, limits);
  await client.query(`MOVE ${after! - 1} IN rows`);
  const { rows } = await client.query<Record<string, string>>('FETCH 1 IN rows');
  await client.query('ROLLBACK');
  const row = rows[0]!;
  const position = keys.map((_, i) => row[`key_${i}`]);
  return Buffer.from(JSON.stringify([version, print, row['id'], ...position])).toString('base64url');
}

const inWords = (time: number | undefined) => (time === undefined ? 'not known' : `${time.toFixed(1)} ms`);

async function report(
  measured: readonly Measured[],
  client: Client,
  { version, items }: { version: string; items: string },
) {
  const width = (column: readonly string[]) => Math.max(...column.map(({ length }) => length));
  const table = [
    ['question', 'time', 'processor', 'aim', 'statements'],
    ...measured.map(({ question, time, processor, statements }) => [
      question.title,
      inWords(time),
      processor === undefined ? '' : inWords(processor),
      question.aim === undefined ? '' : `${question.aim} ms`,
      String(statements.length),
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((i) => width(table.map((row) => row[i]!)));
  const lines = table.map((row) => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`);
  lines.splice(1, 0, `| ${widths.map((each) => '-'.repeat(each)).join(' | ')} |`);
  const plans: string[] = [];
  for (const { question, statements } of measured.filter(({ question: { explain } }) => explain)) {
    for (const { text, values: parameters } of statements) {
      const { rows } = await client.query<Record<string, string>>(
        `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF, COSTS OFF) ${text}`,
        parameters as unknown[],
      );
      // The constant of the empty bitmap is 8,192 digits long.
      const plan = rows.map((row) => row['QUERY PLAN']!.replace(/B'[01]{20,}'/g, "B'0…0'").slice(0, 180));
      plans.push(`## ${question.title}`, '', '```', ...plan, '```', '');
    }
  }
  const count = Number(items).toLocaleString('en');
  return [
    `PostgreSQL ${version}, ${count} news items, median of ${rounds} rounds, all statements of the operation one after another.`,
    '',
    ...lines,
    '',
    ...plans,
  ].join('\n');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
