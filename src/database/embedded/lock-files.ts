/**
 * Claims: empty files whose name says which process is here and what for, `server.4711.9f0c2a1e-88123.c0ffee`.
 *
 * - A claim counts as long as its process lives, so `kill -9` leaves nothing that anybody has to clear up.
 * - Every claim has a name of its own. That makes it safe to delete the claim of a dead process: nobody can have put a
 *   new one in its place meanwhile. (The usual single lock file has that race, between reading and deleting.)
 * - All is in the name and nothing in the file, so a claim is never seen half-written.
 *
 * The claims of a folder count on one machine, among processes that can see each other: not across containers.
 */
import { randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startOf } from './processes.js';

/** The presence of a live process in a folder. */
export interface Claim {
  readonly name: string;
  readonly purpose: string;
  readonly pid: number;
}

/** A claim of this process. */
export interface OwnLockFile extends Claim {
  release(): Promise<void>;
}

/** Claims a place in the folder for this process. */
export async function claim(folder: string, purpose: string): Promise<OwnLockFile> {
  const name = [purpose, process.pid, startOf(process.pid), randomBytes(6).toString('hex')].join('.');
  await writeFile(join(folder, name), '', { flag: 'wx' });
  return { name, purpose, pid: process.pid, release: () => rm(join(folder, name), { force: true }) };
}

/** The claims of live processes in the folder, sorted by name; those of dead ones are cleared away. */
export async function liveLockFiles(folder: string): Promise<Claim[]> {
  const live: Claim[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const [purpose = '', pid, start] = name.split('.');
    if (start !== undefined && startOf(Number(pid)) === start) live.push({ name, purpose, pid: Number(pid) });
    else await rm(join(folder, name), { force: true });
  }
  return live;
}
