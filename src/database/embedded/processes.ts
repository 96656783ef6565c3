/**
 * Identifies processes. After a crash or a restart of a container a process id is soon reused; together with the start
 * time of the process it is unique.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The start time where neither /proc nor `ps` reports it. */
const UNKNOWN_START = '0';

/**
 * Returns the start time of a process, as a text without dots that is comparable on this machine only.
 *
 * @returns undefined if there is no such process, or it is a zombie
 */
export function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') return startFromProc(pid);
  if (process.platform === 'win32') return isThere(pid) ? UNKNOWN_START : undefined;
  const started = ps('lstart=', pid);
  return started === undefined ? undefined : String(Date.parse(started));
}

/**
 * Returns the command line of a process.
 *
 * @returns undefined if there is no such process, or its command line cannot be read
 */
export function commandOf(pid: number): string | undefined {
  if (process.platform === 'win32') return undefined;
  if (process.platform !== 'linux') return ps('command=', pid);
  return readProc(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() || undefined;
}

function startFromProc(pid: number): string | undefined {
  const line = readProc(`/proc/${pid}/stat`);
  if (line === undefined) return undefined;
  // The second field is the name of the program in parentheses, and may itself contain spaces and parentheses.
  const [state, ...fields] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return undefined;
  const ticksSinceBoot = fields[18] ?? UNKNOWN_START;
  return `${bootOf()}-${ticksSinceBoot}`;
}

/** Ticks count from the boot of the machine, so the boot must be part of the value. */
function bootOf(): string {
  return readProc('/proc/sys/kernel/random/boot_id')?.slice(0, 8) ?? UNKNOWN_START;
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function ps(column: string, pid: number): string | undefined {
  try {
    const env = { LC_ALL: 'C', PATH: '/bin:/usr/bin' };
    const stdio = ['ignore', 'pipe', 'ignore'] as ['ignore', 'pipe', 'ignore'];
    return execFileSync('ps', ['-ww', '-o', column, '-p', String(pid)], { encoding: 'utf8', env, stdio }).trim();
  } catch {
    return undefined;
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
