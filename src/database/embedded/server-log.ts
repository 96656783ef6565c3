/** The log that PostgreSQL writes. */
import { open, rename, stat } from 'node:fs/promises';
import type { DataFolder } from './folder.js';

/** A larger log is rotated at the next start, replacing the previous one. */
const LARGE = 16 * 1024 * 1024;
const LINES_SHOWN = 20;
const BYTES_SHOWN = 8 * 1024;

/** The log, opened for one start of PostgreSQL. */
export interface ServerLog {
  /** For the standard output of the new process. */
  readonly fd: number;
  /** The last lines that were written since this start. */
  lastLines(): Promise<string[]>;
  close(): Promise<void>;
}

/** Opens the log at its end. */
export async function openServerLog(folder: DataFolder): Promise<ServerLog> {
  if ((await sizeOf(folder.log)) > LARGE) await rename(folder.log, `${folder.log}.1`);
  const begin = await sizeOf(folder.log);
  const file = await open(folder.log, 'a', 0o600);
  return {
    fd: file.fd,
    close: () => file.close(),
    lastLines: async () => {
      const end = await sizeOf(folder.log);
      const from = Math.max(begin, end - BYTES_SHOWN);
      const text = await readRange(folder.log, from, end);
      return text.trim().split('\n').slice(-LINES_SHOWN);
    },
  };
}

async function readRange(path: string, from: number, to: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
