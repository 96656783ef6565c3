/**
 * A test that prints fails. Output in a passing run is a warning that nobody reads, until it hides one that matters.
 * A test that expects a message takes it away with `jest.spyOn(console, 'warn').mockImplementation()`.
 *
 * Jest's reporters write to the real streams from the same process when it runs in one, so only this test file's
 * view of `process` gets streams of its own.
 */
import { Writable } from 'node:stream';

const METHODS = ['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn'] as const;

const printed: string[] = [];

/**
 * Ends the collection of what was printed since the last call.
 *
 * @throws {Error} quoting it, if anything was printed
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
// For what is printed outside of tests: while modules load, and in hooks.
afterAll(failIfPrinted);

/** Says who printed: the first line of the stack that is neither here nor in a library of Node. */
function record(what: string, text: string): void {
  const callers = (new Error().stack ?? '').split('\n').slice(1);
  const caller = callers.find((line) => !line.includes(__filename) && !/\(?node:/.test(line));
  printed.push(`${what}: ${text.trimEnd()}\n${caller ?? ''}`);
}
