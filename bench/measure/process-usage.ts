/** CPU and memory usage of processes: from /proc if it exists, otherwise from `ps`. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { Client } from 'pg';

const hasProc = existsSync('/proc/self/stat');
/** Linux clock ticks per second, the unit of /proc. */
const ticksPerSecond = 100;

/** CPU time of a process since its start, user and system, in milliseconds; undefined if it has ended. */
export function cpuMs(pid: number): number | undefined {
  try {
    if (!hasProc) return secondsOf(ps(pid, 'time')) * 1000;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program name is in parentheses and may contain spaces; 12 fields follow before the two times.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
  } catch {
    return undefined;
  }
}

/** Peak memory of a process in MB; without /proc, its current memory. */
export function peakMemoryMb(pid: number): number {
  if (!hasProc) return Number(ps(pid, 'rss')) / 1024;
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) / 1024;
}

const ps = (pid: number, column: string) =>
  execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();

/** `[[days-]hours:]minutes:seconds` */
function secondsOf(time: string): number {
  const [clock = '', days = '0'] = time.split('-').reverse();
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), Number(days) * 24);
}

/** CPU time of PostgreSQL's processes, if it runs on this machine. */
export class DatabaseUsage {
  private constructor(private readonly client: Client) {}

  static async open(url: string): Promise<DatabaseUsage> {
    const client = new Client({ connectionString: url });
    await client.connect();
    return new DatabaseUsage(client);
  }

  /** By process. Empty if PostgreSQL runs elsewhere. */
  async read(): Promise<ReadonlyMap<number, number>> {
    const { rows } = await this.client.query<{ pid: number; local: boolean }>(
      `SELECT pid, coalesce(inet_server_addr() <<= inet '127.0.0.0/8', true) AS local FROM pg_stat_activity`,
    );
    return new Map(rows.filter(({ local }) => local).map(({ pid }) => [pid, cpuMs(pid) ?? 0]));
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

/** CPU time used between two readings; processes that started in between count from 0. */
export const usedBetween = (before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number =>
  [...after].reduce((sum, [pid, used]) => sum + used - (before.get(pid) ?? 0), 0);
