/**
 * Kills imports at random moments and runs each again: `npm run bench:kills -- [--kills 30] [--items 4000] [--seed 7]`.
 * After each, the content of the graph must equal that of an uninterrupted import; otherwise the exit code is 1.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual, parseArgs, promisify } from 'node:util';
import { Client } from 'pg';
import { resolveSourceSpecifiers } from '../src/testing/source-specifiers';

// The sources import each other by the names of the emitted files.
resolveSourceSpecifiers();
const load = createRequire(__filename);
const { createDataSource } = load('../src/database/data-source') as typeof import('../src/database/data-source.js');
const { openEmbeddedDatabase } = load('../src/database/embedded') as typeof import('../src/database/embedded/index.js');
const { contentHash } = load('../src/testing/content-hash') as typeof import('../src/testing/content-hash.js');

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    items: { type: 'string', default: '4000' },
    seed: { type: 'string', default: '7' },
  },
});
const root = join(__dirname, '..');
const run = promisify(execFile);

async function makeFiles(folder: string): Promise<void> {
  const generator = spawn(
    process.execPath,
    ['-r', 'esbuild-register', 'bench/generate-news.ts', '--items', values.items, '--seed', values.seed],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const news = generator.stdout.pipe(createWriteStream(join(folder, 'b-news.jsonl')));
  await once(news, 'finish');
  const others = Array.from({ length: 300 }, (_, i) => [
    { type: 'Event', slug: `event-${i}`, title: `Event ${i}`, country: 'malta', fieldsOfWork: ['youth'] },
    { type: 'Project', slug: `project-${i}`, name: `Project number ${i}`, supportedBy: ['italy', 'malta'] },
  ]).flat();
  await writeFile(join(folder, 'a-others.jsonl'), others.map((record) => `${JSON.stringify(record)}\n`).join(''));
  for (let i = 0; i < 20; i += 1) {
    const page = `Officers learn in Malta, part ${i}\nVALLETTA, 5 May 2014 - Officers of Italy learnt.\nIt lasted a week.`;
    await writeFile(join(folder, `c-page-${i}.txt`), page);
  }
}

const environment = (url: string) => ({ PATH: process.env['PATH'], DATABASE_URL: url });
const importing = (folder: string, url: string) =>
  run(process.execPath, ['dist/main.js', 'import', folder], { cwd: root, env: environment(url), maxBuffer: 1e8 });

async function hashOf(url: string): Promise<Record<string, string>> {
  const source = createDataSource(url, []);
  await source.initialize();
  try {
    return await contentHash(source);
  } finally {
    await source.destroy();
  }
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'osce-graph-kills-'));
  const files = await mkdtemp(join(folder, 'files-'));
  const dataDir = join(folder, 'data');
  const cluster = await openEmbeddedDatabase({ dataDir, role: 'server', durable: false, log: () => undefined });
  const admin = new Client({ connectionString: cluster.url });
  await admin.connect();
  const create = async (name: string, template = 'template1') => {
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    const url = new URL(cluster.url);
    url.pathname = `/${name}`;
    return url.toString();
  };
  let failed = 0;
  try {
    await makeFiles(files);
    await run(process.execPath, ['dist/main.js', 'migrate'], {
      cwd: root,
      env: environment(await create('template_kills')),
    });
    const cleanUrl = await create('clean', 'template_kills');
    const startedAt = performance.now();
    await importing(files, cleanUrl);
    const durationMs = performance.now() - startedAt;
    const clean = await hashOf(cleanUrl);
    console.log(`a clean import takes ${Math.round(durationMs)} ms`);
    for (let kill = 1; kill <= Number(values.kills); kill += 1) {
      const url = await create(`killed_${kill}`, 'template_kills');
      const child = spawn(process.execPath, ['dist/main.js', 'import', files], {
        cwd: root,
        env: environment(url),
        stdio: 'ignore',
      });
      const exit = once(child, 'exit');
      const after = Math.round(Math.random() * durationMs);
      await delay(after);
      child.kill('SIGKILL');
      await exit;
      const [{ count } = { count: 0 }] = await countNews(url);
      await importing(files, url);
      const isSame = isDeepStrictEqual(await hashOf(url), clean);
      if (!isSame) failed += 1;
      console.log(`kill ${kill} after ${after} ms, with ${count} items in: ${isSame ? 'the same' : 'ANOTHER'} graph`);
      // Without FORCE: that would need the right to terminate PostgreSQL's own workers, which stop by themselves.
      await admin.query(`DROP DATABASE killed_${kill}`);
    }
  } finally {
    await admin.end();
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
  console.log(failed === 0 ? `all ${values.kills} made the same graph` : `${failed} made another graph`);
  process.exitCode = failed === 0 ? 0 : 1;
}

async function countNews(url: string): Promise<{ count: number }[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // A process killed before it created its tables has none.
    const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM news_item');
    return rows;
  } finally {
    await client.end();
  }
}

void main();
