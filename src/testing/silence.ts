/**
 * Fails a test that prints. Nobody reads output in a passing run, and it hides warnings that matter. A test that
 * expects a message mocks it with `jest.spyOn(console, 'warn').mockImplementation()`.
 *
 * Jest's reporters may write to the real streams from the same process, so only this test file's view of `process` gets
 * its own streams.
 */
import { Writable } from 'node:stream';

const METHODS = ['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn'] as const;

const printed: string[] = [];

/**
 * Clears the output collected since the last call.
 *
 * @throws {Error} quoting the output, if there is any
 */
export function failIfPrinted(): void {
  const output = printed.splice(0);
  if (output.length > 0) throw new Error(`A test must not print, and this was printed:\n${output.join('\n')}`);
}

for (const method of METHODS) {
  console[method] = (...values: unknown[]) => {
    record(`console.${method}`, values.map(String).join(' '));
  };
}

for (const name of ['stdout', 'stderr'] as const) {
  const real = process[name];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: unknown, _encoding, done) {
      record(`process.${name}`, String(chunk));
      done();
    },
  });
  Object.defineProperty(stream, 'fd', { value: real.fd });
  Object.defineProperty(process, name, { configurable: true, get: () => stream });
}

afterEach(failIfPrinted);
// Covers output outside tests: while modules load, and in hooks.
afterAll(failIfPrinted);

/** Returns the caller that printed: the first stack line outside this file and Node's own modules. */
function record(what: string, text: string): void {
  const callers = (new Error().stack ?? '').split('\n').slice(1);
  const caller = callers.find((line) => !line.includes(__filename) && !/\(?node:/.test(line));
  printed.push(`${what}: ${text.trimEnd()}\n${caller ?? ''}`);
}
