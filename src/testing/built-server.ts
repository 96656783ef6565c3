/** Runs the built server as separate processes, for tests of signals and crashes. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const projectRoot = join(__dirname, '../..');

/** Compiles the sources that have changed since the last build. */
export const build = (cwd = projectRoot) => promisify(execFile)(process.execPath, ['build.mjs'], { cwd });

export interface ServerProcess {
  child: ChildProcess;
  /** Origin, without a path. */
  origin: string;
  log: () => string;
  /** Sends a signal, or only waits. Returns the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts a server. Resolves when it logs its address; rejects if it exits first. */
export async function startServer(
  given: NodeJS.ProcessEnv,
  nodeArguments: readonly string[] = [],
  cwd = projectRoot,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...nodeArguments, 'dist/main.js'], {
    cwd,
    env: { PATH: process.env['PATH'], PORT: '0', ...given },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const origin = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      log += chunk.toString();
      const [, found] = /GraphQL at (http:\/\/localhost:\d+)\/graphql/.exec(log) ?? [];
      if (found) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exit.then(([code]) => reject(new Error(`The server ended with ${code}: ${log}`)));
  });
  return {
    child,
    origin,
    log: () => log,
    end: async (signal) => {
      if (signal) child.kill(signal);
      return (await exit)[0];
    },
  };
}
