/**
 * Lock files: empty files whose name holds the process and its purpose, `server.4711.9f0c2a1e-88123.c0ffee`.
 *
 * - A lock file counts while its process lives, so nothing needs cleaning up after `kill -9`.
 * - Every lock file has a unique name, so deleting the file of a dead process is safe: no process can have replaced it
 *   meanwhile. (A single lock file has that race, between reading and deleting.)
 * - All data is in the name, so a lock file is never seen half-written.
 *
 * They work on one machine, among processes that can see each other: not across containers.
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

/** A lock file of this process. */
export interface OwnLockFile extends Claim {
  release(): Promise<void>;
}

/** Creates a lock file of this process. */
export async function claim(folder: string, purpose: string): Promise<OwnLockFile> {
  const name = [purpose, process.pid, startOf(process.pid), randomBytes(6).toString('hex')].join('.');
  await writeFile(join(folder, name), '', { flag: 'wx' });
  return { name, purpose, pid: process.pid, release: () => rm(join(folder, name), { force: true }) };
}

/** Returns the lock files of live processes, sorted by name; deletes those of dead ones. */
export async function liveLockFiles(folder: string): Promise<Claim[]> {
  const live: Claim[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const [purpose = '', pid, start] = name.split('.');
    if (start !== undefined && startOf(Number(pid)) === start) live.push({ name, purpose, pid: Number(pid) });
    else await rm(join(folder, name), { force: true });
  }
  return live;
}
