/**
 * Two columns, added to a copy of the product as docs/architecture.md says: one with filter and order to events, and one
 * that readers of pages fill to news. The copy is built and run; what differs from the product is counted.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newsItem } from '../ingest/readers/pages.fixture.js';
import { build, projectRoot, startServer, type ServerProcess } from './built-server.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

let copy: string;
let database: TestDatabase;
let server: ServerProcess;

const copied = ['src', 'migrations', 'build.mjs', 'package.json', '.swcrc', 'schema.graphql', 'structure.sql'];

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'osce-graph-column-'));
  for (const name of copied) await cp(join(projectRoot, name), join(copy, name), { recursive: true });
  await symlink(join(projectRoot, 'node_modules'), join(copy, 'node_modules'));
  database = await createTestDatabase('organization');
});
afterAll(async () => {
  await server?.end('SIGTERM');
  await database.drop();
  await rm(copy, { recursive: true });
});

const run = async (...args: string[]) => {
  const env = { PATH: process.env['PATH'], DATABASE_URL: database.url };
  return (await promisify(execFile)(process.execPath, ['dist/main.js', ...args], { cwd: copy, env })).stdout;
};

/** Inserts lines before the first line that contains a text. */
async function edit(file: string, ...insertions: (readonly [before: string, text: string])[]): Promise<void> {
  let text = await readFile(join(copy, file), 'utf8');
  for (const [before, inserted] of insertions) {
    const at = text.lastIndexOf('\n', text.indexOf(before)) + 1;
    if (!text.includes(before)) throw new Error(`${file} has no “${before}”: expected the text that this test edits.`);
    text = `${text.slice(0, at)}${inserted}\n${text.slice(at)}`;
  }
  await writeFile(join(copy, file), text);
}

async function addMigration(file: string, name: string, table: string, column: string): Promise<void> {
  const text = `
    import type { MigrationInterface, QueryRunner } from 'typeorm';
    export class ${name} implements MigrationInterface {
      async up(runner: QueryRunner) { await runner.query('ALTER TABLE ${table} ADD COLUMN ${column} text'); }
      async down(runner: QueryRunner) { await runner.query('ALTER TABLE ${table} DROP COLUMN ${column}'); }
    }`;
  await writeFile(join(copy, 'migrations', file), text);
}

/** The files that differ from those of the product. */
async function changedFiles(): Promise<string[]> {
  const changed: string[] = [];
  for (const name of copied) {
    const below = /^(src|migrations)$/.test(name)
      ? await readdir(join(copy, name), { recursive: true, withFileTypes: true })
      : undefined;
    const files = below
      ? below.flatMap((entry) => (entry.isFile() ? join(entry.parentPath, entry.name).slice(copy.length + 1) : []))
      : [name];
    for (const file of files) {
      const own = await readFile(join(projectRoot, file), 'utf8').catch(() => undefined);
      if ((await readFile(join(copy, file), 'utf8')) !== own) changed.push(file);
    }
  }
  return changed.sort();
}

const ask = async (query: string) => {
  const response = await fetch(`${server.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as object;
};

it('a column with filter and order takes 4 files, and a field that is read from pages 6', async () => {
  await edit(
    'src/content/event/event.entity.ts',
    [
      "@Column('uuid', { nullable: true })",
      `  @Filtered({ is: 'text', description: 'By venue.' })
  @Ordered('By venue.')
  @Field(() => String, { nullable: true, description: 'The building.' })
  @Column('text', { nullable: true })
  venue: string | null;
`,
    ],
    ['  city: text,', '  venue: text,'],
  );
  await addMigration('1999999999998-event-venue.ts', 'EventVenue1999999999998', 'event', 'venue');
  const ofColumn = [
    'migrations/1999999999998-event-venue.ts',
    'schema.graphql',
    'src/content/event/event.entity.ts',
    'structure.sql',
  ];

  await edit(
    'src/content/news-item/news-item.entity.ts',
    [
      "@Column('uuid', { array: true })",
      `  @Filtered({ is: 'text', description: 'By author.' })
  @Field(() => String, { nullable: true, description: 'The author.' })
  @Column('text', { nullable: true })
  author: string | null;
`,
    ],
    ['  subThemes: texts,', '  author: text,'],
  );
  await addMigration('1999999999999-author.ts', 'Author1999999999999', 'news_item', 'author');
  await edit(
    'src/ingest/readers/vocabulary.ts',
    ["  | 'projects'", "  | 'author'"],
    ["  projects: '", "  author: 'Author',"],
  );
  await edit(
    'src/ingest/readers/assemble-news.ts',
    ['  const kind = kindOf(parts', "  const author = parts.labels?.values.get('author')?.[0]?.text;"],
    ['    ...(kind && { kind })', '    ...(author !== undefined && { author }),'],
  );
  await build(copy);
  await run('schema:print');
  await run('structure:print');
  const ofField = [
    'migrations/1999999999999-author.ts',
    'schema.graphql',
    'src/content/news-item/news-item.entity.ts',
    'src/ingest/readers/assemble-news.ts',
    'src/ingest/readers/vocabulary.ts',
    'structure.sql',
  ];
  expect(await changedFiles()).toEqual([...new Set([...ofColumn, ...ofField])].sort());

  await writeFile(
    join(copy, 'events.jsonl'),
    ['Hofburg', 'Ankara Hall', undefined]
      .map((venue, i) => `${JSON.stringify({ type: 'Event', slug: `venue-${i}`, title: `Venue ${i}`, venue })}\n`)
      .join(''),
  );
  await writeFile(join(copy, 'page.txt'), newsItem().replace('- Issued on:', '- Author: Ada Reed\n- Issued on:'));
  server = await startServer({ DATABASE_URL: database.url }, [], copy);
  await run('import', 'events.jsonl', 'page.txt');
  expect(
    await ask(`{
      filtered: events(where: { venue: { contains: "hofb" } }) { nodes { slug venue } }
      ordered: events(where: { title: { startsWith: "Venue " } }, orderBy: [{ field: VENUE }]) { nodes { slug } }
      newsItems(where: { author: { eq: "Ada Reed" } }) { nodes { author title } }
    }`),
  ).toEqual({
    data: {
      filtered: { nodes: [{ slug: 'venue-0', venue: 'Hofburg' }] },
      ordered: { nodes: [{ slug: 'venue-1' }, { slug: 'venue-0' }, { slug: 'venue-2' }] },
      newsItems: { nodes: [{ author: 'Ada Reed', title: 'Mountain courts share their ways of keeping records' }] },
    },
  });
  const exported = await run('export');
  expect(exported).toContain('"venue":"Hofburg"');
  expect(exported).toContain('"author":"Ada Reed"');
}, 60_000);
