/**
 * Lets Node resolve the sources that Jest compiles. They import each other by the names of the emitted files
 * (`./x.js`). In tests Jest's `moduleNameMapper` resolves these, but not in the global setup and teardown.
 */
import Module from 'node:module';

type Resolve = (request: string, parent: unknown, ...rest: unknown[]) => string;

/** Makes `require('./x.js')` fall back to `./x.ts`, until the returned function is called. */
export function resolveSourceSpecifiers(): () => void {
  const module = Module as unknown as { _resolveFilename: Resolve };
  const original = module._resolveFilename;
  module._resolveFilename = function (request, parent, ...rest) {
    try {
      return original.call(this, request, parent, ...rest);
    } catch (error) {
      if (!/^\.{1,2}\/.*\.js$/.test(request)) throw error;
      return original.call(this, request.replace(/\.js$/, '.ts'), parent, ...rest);
    }
  };
  return () => {
    module._resolveFilename = original;
  };
}
