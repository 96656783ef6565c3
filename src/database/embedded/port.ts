/** The TCP port of the embedded database. */
import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { DataFolder } from './folder.js';

/** Linux assigns outgoing connections ports from 32768: a lower one is not taken by chance while the database is down. */
const LOWEST = 20_000;
const BEYOND_HIGHEST = 32_768;
const ATTEMPTS = 100;

/** Returns the previous port if it is free, so that connection settings stay valid; otherwise another one. */
export async function choosePort(folder: DataFolder): Promise<number> {
  const remembered = Number(await readFile(folder.port, 'utf8').catch(() => ''));
  if (remembered > 0 && (await isFree(remembered))) return remembered;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(LOWEST, BEYOND_HIGHEST);
    if (await isFree(port)) return port;
  }
  throw new Error(`None of ${ATTEMPTS} ports from ${LOWEST} to ${BEYOND_HIGHEST - 1} was free`);
}

/** Stores the port for the next start. */
export async function rememberPort(folder: DataFolder, port: number): Promise<void> {
  await writeFile(folder.port, `${port}\n`);
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
