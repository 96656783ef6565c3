/** `npm run bench`: compares the speed of this server with others on the same data. See docs/benchmark.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openBenchDatabase } from './database';
import { compare } from './measure/compare';
import { known, readOptions } from './options';
import { compileOrdinary, installPeers } from './peers-build';
import { markdownOf } from './report/markdown';
import { plotOf } from './report/plot';
import { publish } from './report/publish';
import { serverKinds } from './servers';

const log = (step: string) => console.error(step);

/** Rejects when the process receives a stop signal, so that the database is closed before it ends. */
const interrupted = new Promise<never>((_resolve, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => reject(new Error(`${signal}: stopped`)));
});

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const kinds = serverKinds();
  const names = kinds.map(({ name }) => name);
  const wanted = options.peers && known('peers', options.peers, names);
  installPeers(log);
  compileOrdinary();
  const database = await openBenchDatabase(options.items, process.env['DATABASE_URL'], resolve(options.data), log);
  try {
    const chosen = kinds.filter(({ name, dialect }) => dialect === 'graph' || !wanted || wanted.includes(name));
    const results = await Promise.race([compare(chosen, options, database.url, log), interrupted]);
    const markdown = markdownOf(results);
    mkdirSync(options.out, { recursive: true });
    writeFileSync(join(options.out, 'results.json'), `${JSON.stringify(results, undefined, 2)}\n`);
    writeFileSync(join(options.out, 'results.md'), markdown);
    writeFileSync(join(options.out, 'results.svg'), plotOf(results));
    if (options.publish) await publish(results);
    console.log(markdown);
  } finally {
    await database.close();
  }
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  // An interrupted load must not keep the process alive.
  .finally(() => process.exit());
