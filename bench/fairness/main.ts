/** `npm run bench:fairness`: what ordinary clients get while others attack. See docs/benchmark.md. */
import { resolve } from 'node:path';
import { onDatabase, openBenchDatabase } from '../database';
import type { Subjects } from './messages';
import { readOptions } from './options';
import { head, linesOf, startProgress } from './report';
import { attackServer, secondsOf } from './scenario';

const interrupted = new Promise<never>((_resolve, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => reject(new Error(`${signal}: stopped`)));
});

const readSubjects = (url: string): Promise<Subjects> =>
  onDatabase(url, async (client) => {
    const list = async (statement: string) =>
      (await client.query<{ value: string }>(statement)).rows.map(({ value }) => value);
    return {
      newsItems: await list('SELECT slug AS value FROM news_item ORDER BY id LIMIT 5000'),
      countries: await list('SELECT iso_code AS value FROM country WHERE iso_code IS NOT NULL ORDER BY id'),
      offices: await list('SELECT slug AS value FROM office ORDER BY id'),
      ends: await list('(SELECT id AS value FROM country) UNION ALL (SELECT id FROM field_of_work)'),
    };
  });

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const database = await openBenchDatabase(
    options.items,
    process.env['DATABASE_URL'],
    resolve(options.data),
    (step) => {
      console.error(step);
    },
  );
  try {
    await Promise.race([attackAll(options, database.url), interrupted]);
  } finally {
    await database.close();
  }
}

async function attackAll(options: ReturnType<typeof readOptions>, url: string): Promise<void> {
  const subjects = await readSubjects(url);
  if (!options.json) console.log(head);
  const progress = startProgress(options.attacks.length * secondsOf(options));
  try {
    for (const attack of options.attacks) {
      const outcome = await attackServer(attack, options, url, subjects, (step) => progress.told(`${attack}: ${step}`));
      if (outcome.faults.length > 0) process.exitCode = 1;
      console.log(options.json ? JSON.stringify(outcome) : linesOf(outcome).join('\n'));
    }
  } finally {
    progress.end();
  }
}

main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  })
  // Whatever is left of a load must not keep the process; its children end with it.
  .finally(() => process.exit());
