/** Options of `npm run bench -- …`. */
import { parseArgs } from 'node:util';
import { queryNames } from './queries/index';

export interface Options {
  items: number;
  rounds: number;
  seconds: number;
  connections: number;
  /** Number of connections in the round for tail latency. */
  crowd: number;
  queries: readonly string[];
  /** Names of the servers to compare with; default: all. */
  peers: readonly string[] | undefined;
  out: string;
  data: string;
  publish: boolean;
}

export const usage = `npm run bench -- [options]
  --items 100000       news items in the database; made at the first run and kept
  --rounds 3           how often each query is put to each server; the median counts
  --seconds 3          length of each load; a third of it before is warm-up
  --connections 16     simultaneous requests
  --crowd 64           simultaneous requests of the round that looks at p99; 0 leaves it out
  --queries Q1,Q2      of ${queryNames.join(', ')}; by default all
  --peers limit,…      servers beside this one; by default all
  --out bench-results  folder for results.json, results.md and results.svg
  --data data-bench    folder of the embedded database; DATABASE_URL names another PostgreSQL
  --publish            writes the tables and the plot into docs/`;

/** @throws with the usage, if an argument is unknown */
export function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        items: { type: 'string', default: '100000' },
        rounds: { type: 'string', default: '3' },
        seconds: { type: 'string', default: '3' },
        connections: { type: 'string', default: '16' },
        crowd: { type: 'string', default: '64' },
        queries: { type: 'string', default: queryNames.join(',') },
        peers: { type: 'string' },
        out: { type: 'string', default: 'bench-results' },
        data: { type: 'string', default: 'data-bench' },
        publish: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) throw new Error('Options:');
    return {
      items: whole('items', values.items, 1_000),
      rounds: whole('rounds', values.rounds, 1),
      seconds: whole('seconds', values.seconds, 1),
      connections: whole('connections', values.connections, 1),
      crowd: whole('crowd', values.crowd, 0),
      queries: known('queries', values.queries.split(','), queryNames),
      peers: values.peers?.split(',').filter((name) => name !== ''),
      out: values.out,
      data: values.data,
      publish: values.publish,
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${usage}`, { cause: error });
  }
}

/** @throws if it is not a whole number of at least `least` */
export function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`--${name}: expected a whole number of at least ${least}, got ${text}`);
}

/** @throws with the unknown values */
export function known(name: string, given: readonly string[], names: readonly string[]): readonly string[] {
  const unknown = given.filter((value) => !names.includes(value));
  if (unknown.length === 0) return given;
  throw new Error(`--${name}: expected some of ${names.join(', ')}, got ${unknown.join(', ')}`);
}
