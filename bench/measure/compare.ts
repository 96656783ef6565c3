/** Runs a whole benchmark: examines the servers, then puts each under load. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { onDatabase } from '../database';
import type { Options } from '../options';
import { queriesFor } from '../queries/index';
import { readFacts } from '../queries/facts';
import type { BenchQuery } from '../queries/query';
import type { Results, ServerResult } from '../results';
import type { ServerKind } from '../servers';
import { examine, type Examined, type Expected } from './examine';
import { warmLoad, type Load, type Measurement } from './load';
import { DatabaseUsage, peakMemoryMb } from './process-usage';
import { startServer, type RunningServer } from './running-server';

interface Contestant {
  kind: ServerKind;
  examined: Map<string, Examined>;
  result: ServerResult;
}

export async function compare(
  kinds: readonly ServerKind[],
  options: Options,
  databaseUrl: string,
  log: (step: string) => void,
): Promise<Results> {
  const { facts, postgres } = await onDatabase(databaseUrl, async (client) => ({
    facts: await readFacts(client),
    postgres: (await client.query<{ v: string }>(`SELECT current_setting('server_version') AS v`)).rows[0]!.v,
  }));
  const queries = queriesFor(facts).filter(({ name }) => options.queries.includes(name));
  const answersFolder = mkdtempSync(join(tmpdir(), 'osce-graph-bench-'));
  try {
    const contestants = await examineAll(kinds, queries, facts.total, databaseUrl, answersFolder, log);
    await loadAll(contestants, queries, options, { databaseUrl, answersFolder, log });
    return {
      options,
      machine: {
        cpus: cpus().length,
        cpu: cpus()[0]?.model ?? 'unknown',
        node: process.version,
        postgres: postgres.split(' ')[0]!,
        date: new Date().toISOString().slice(0, 10),
      },
      queries: queries.map(({ name, title }) => ({ name, title })),
      servers: contestants.map(({ result }) => result),
    };
  } finally {
    rmSync(answersFolder, { recursive: true, force: true });
  }
}

async function examineAll(
  kinds: readonly ServerKind[],
  queries: readonly BenchQuery[],
  total: number,
  databaseUrl: string,
  answersFolder: string,
  log: (step: string) => void,
): Promise<Contestant[]> {
  const expected: Expected = new Map();
  const contestants: Contestant[] = [];
  mkdirSync(answersFolder, { recursive: true });
  for (const kind of kinds) {
    log(`examining ${kind.title}`);
    // The buffer serves the product's first answer to each query.
    const examined =
      kind.dialect === 'buffer'
        ? await examine(
            { ...kind, env: { ANSWERS_DIR: answersFolder } },
            onlyFirst(queries),
            total,
            databaseUrl,
            expected,
          )
        : await examine(kind, queries, total, databaseUrl, expected);
    if (contestants.length === 0) {
      for (const [name, [first]] of expected) writeFileSync(join(answersFolder, `${name}.json`), first!.text);
    }
    contestants.push({ kind, examined, result: { name: kind.name, title: kind.title, cells: {}, peakMemoryMb: 0 } });
  }
  return contestants;
}

const onlyFirst = (queries: readonly BenchQuery[]) =>
  queries.map((query) => ({ ...query, inputs: query.inputs.slice(0, 1) }));

interface Ground {
  databaseUrl: string;
  answersFolder: string;
  log: (step: string) => void;
}

/** All servers run at the same time; they are put under load one after another, in a different order each round. */
async function loadAll(
  contestants: readonly Contestant[],
  queries: readonly BenchQuery[],
  { rounds, seconds, connections, crowd }: Options,
  { databaseUrl, answersFolder, log }: Ground,
): Promise<void> {
  const running: { contestant: Contestant; server: RunningServer }[] = [];
  const usage = await DatabaseUsage.open(databaseUrl);
  try {
    for (const contestant of contestants) {
      const env = { DATABASE_URL: databaseUrl, ANSWERS_DIR: answersFolder };
      running.push({ contestant, server: await startServer(contestant.kind, env) });
    }
    const pass = async (query: BenchQuery, round: number, under: Load, keep: typeof keepRound) => {
      for (let place = 0; place < running.length; place += 1) {
        const { contestant, server } = running[(place + round) % running.length]!;
        const examined = contestant.examined.get(query.name);
        if (!examined) continue;
        const measured = await warmLoad(server, examined.requests, under, usage);
        keep(contestant, query, measured);
        log(
          `${query.name} at ${under.connections}, ${server.kind.title}: ` +
            `${measured.requestsPerSecond.toFixed(0)}/s, p99 ${measured.p99.toFixed(1)} ms`,
        );
      }
    };
    for (let round = 0; round < rounds; round += 1) {
      for (const query of queries) await pass(query, round, { connections, seconds }, keepRound);
    }
    if (crowd > 0) for (const query of queries) await pass(query, 0, { connections: crowd, seconds }, keepCrowd);
    for (const { contestant, server } of running) contestant.result.peakMemoryMb = peakMemoryMb(server.pid);
  } finally {
    await Promise.all(running.map(({ server }) => server.stop()));
    await usage.close();
  }
}

type Keep = (contestant: Contestant, query: BenchQuery, measured: Measurement) => void;

const cellOf = ({ result, examined }: Contestant, { name }: BenchQuery) =>
  (result.cells[name] ??= { statements: examined.get(name)!.statements, rounds: [], crowd: undefined });

const keepRound: Keep = (contestant, query, measured) => {
  cellOf(contestant, query).rounds.push(measured);
};
const keepCrowd: Keep = (contestant, query, measured) => {
  cellOf(contestant, query).crowd = measured;
};
