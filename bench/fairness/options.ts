/** Options of `npm run bench:fairness -- …`. */
import { parseArgs } from 'node:util';
import { known, whole } from '../options';
import { attackNames } from './attacks';
import type { Plan } from './scenario';

interface Options extends Plan {
  items: number;
  attacks: readonly string[];
  data: string;
  json: boolean;
}

const usage = `npm run bench:fairness -- [options]
  --seconds 20         length of each attack, and of the load alone before it
  --attacks mixed,…    of ${attackNames.join(', ')}; by default all
  --items 100000       news items in the database; made at the first run and kept
  --clients 8          ordinary clients
  --pace 6             pages that each of them opens in a second
  --attackers 4        attacking clients
  --attack-pace 250    requests that each of them begins in a second at most
  --heap 512           heap of the server, in MB
  --data data-bench    folder of the embedded database; DATABASE_URL names another PostgreSQL
  --json               JSON lines; by default where the output is no terminal`;

/** @throws with the usage, if an argument is not one of these */
export function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string', default: '20' },
        attacks: { type: 'string', default: attackNames.join(',') },
        items: { type: 'string', default: '100000' },
        clients: { type: 'string', default: '8' },
        pace: { type: 'string', default: '6' },
        attackers: { type: 'string', default: '4' },
        'attack-pace': { type: 'string', default: '250' },
        heap: { type: 'string', default: '512' },
        data: { type: 'string', default: 'data-bench' },
        json: { type: 'boolean', default: !process.stdout.isTTY },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) throw new Error('Options:');
    return {
      seconds: whole('seconds', values.seconds, 1),
      attacks: known('attacks', values.attacks.split(','), attackNames),
      items: whole('items', values.items, 1_000),
      clients: whole('clients', values.clients, 1),
      pace: whole('pace', values.pace, 1),
      attackers: whole('attackers', values.attackers, 1),
      attackPace: whole('attack-pace', values['attack-pace'], 1),
      heapMb: whole('heap', values.heap, 64),
      data: values.data,
      json: values.json,
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${usage}`, { cause: error });
  }
}
