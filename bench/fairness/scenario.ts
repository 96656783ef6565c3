/** One attack on one server: the ordinary clients alone, under attack, and afterwards. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuMs, peakMemoryMb } from '../measure/process-usage';
import { startServer } from '../measure/running-server';
import { root } from '../product';
import type { AttackTask, Ended, OrdinaryTask, Subjects, Takings, Task, Visit } from './messages';
import { faultsOf, figuresOf, type Attacked } from './verdict';

export interface Plan {
  seconds: number;
  clients: number;
  pace: number;
  attackers: number;
  attackPace: number;
  heapMb: number;
}

export interface Outcome extends Attacked {
  attack: string;
  takings: Takings;
  /** Pages that ordinary clients did not get, from the attack on, by why not. */
  refused: Record<string, number>;
  /** Processors that the server and the two processes of load took while the attack lasted; of the clients, throughout. */
  processors: { server: number; attackers: number; ordinary: number };
  faults: string[];
}

const warmUpSeconds = 3;
const afterSeconds = 5;
/** How long service may take to be as before. */
const graceSeconds = 1;

export const secondsOf = ({ seconds }: Plan) => warmUpSeconds + 2 * seconds + graceSeconds + afterSeconds;

export async function attackServer(
  attack: string,
  plan: Plan,
  databaseUrl: string,
  subjects: Subjects,
  told: (step: string) => void,
): Promise<Outcome> {
  const server = await startServer(
    { name: 'graph', title: 'this server', dialect: 'graph', program: join(root, 'dist/main.js'), env: {} },
    {
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      DATABASE_URL: databaseUrl,
      NODE_OPTIONS: `--max-old-space-size=${plan.heapMb}`,
    },
  );
  const watched = watch(server.pid);
  const loads: Load[] = [];
  const start = <Given extends Task>(file: string, given: Given) => {
    const load = startLoad(file, given);
    loads.push(load);
    return load;
  };
  try {
    const task = { port: Number(new URL(server.origin).port), subjects, longestSeconds: secondsOf(plan) + 60 };
    const ordinary = start<OrdinaryTask>('ordinary.ts', { ...task, clients: plan.clients, pace: plan.pace });
    const began = Date.now();
    told('warm-up');
    await delay(warmUpSeconds * 1000);
    const alone = Date.now();
    told('alone');
    await delay(plan.seconds * 1000);
    const from = Date.now();
    told('attack');
    const cpuBefore = cpuMs(server.pid) ?? NaN;
    const attackers = start<AttackTask>('attackers.ts', {
      ...task,
      attack,
      attackers: plan.attackers,
      pace: plan.attackPace,
    });
    await delay(plan.seconds * 1000);
    const cpuAfter = cpuMs(server.pid) ?? NaN;
    const until = Date.now();
    const attackEnded = attackers.end();
    told('after');
    await delay((graceSeconds + afterSeconds) * 1000);
    const [attackersSaw, ordinarySaw] = [await attackEnded, await ordinary.end()];
    const ended = Date.now();
    const visits = ordinarySaw.visits ?? [];
    const attacked: Attacked = {
      alone: figuresOf(visits, alone, from),
      attacked: figuresOf(visits, from, until),
      after: figuresOf(visits, until + graceSeconds * 1000, until + (graceSeconds + afterSeconds) * 1000),
      ...watched.end(),
    };
    return {
      attack,
      ...attacked,
      refused: refusedOf(visits.filter(({ due }) => due >= from)),
      takings: attackersSaw.takings ?? { answers: {}, bytes: 0 },
      processors: {
        server: (cpuAfter - cpuBefore) / (until - from),
        attackers: attackersSaw.cpuMs / (until - from),
        ordinary: ordinarySaw.cpuMs / (ended - began),
      },
      faults: faultsOf(attacked),
    };
  } finally {
    watched.end();
    for (const load of loads) load.kill();
    await server.stop();
  }
}

function refusedOf(visits: readonly Visit[]): Record<string, number> {
  const refused: Record<string, number> = {};
  for (const { fault } of visits) if (fault !== undefined) refused[fault] = (refused[fault] ?? 0) + 1;
  return refused;
}

/** The most memory that a process held while it lived. */
function watch(pid: number) {
  let most = NaN;
  let lives = true;
  const look = () => {
    try {
      most = peakMemoryMb(pid);
    } catch {
      // A process that has ended has no memory: the last reading counts.
      lives = false;
    }
  };
  look();
  const timer = setInterval(look, 100);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return { peakMemoryMb: most, lives };
    },
  };
}

interface Load {
  end(): Promise<Ended>;
  kill(): void;
}

function startLoad(file: string, task: Task): Load {
  const child: ChildProcess = fork(join(__dirname, file), {
    execArgv: ['-r', join(root, 'bench/register.cjs')],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  child.send(task);
  return {
    kill,
    end: async () => {
      const told = once(child, 'message') as Promise<[Ended]>;
      const gone = once(child, 'exit').then(() => {
        throw new Error(`The process of ${file} ended before it sent its results.`);
      });
      child.send('end');
      const [ended] = await Promise.race([told, gone]);
      return ended;
    },
  };
}
