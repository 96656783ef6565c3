/** The product as it is built: the benchmark measures what users run. Build before (`npm run bench` does). */
import 'reflect-metadata';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const root = join(__dirname, '..');

const built = createRequire(join(root, 'dist/main.js'));

export const embedded = () => built('./store/embedded/index.js') as typeof import('../src/store/embedded/index.js');

/** What makes and fills a database. */
export const storeParts = () => ({
  ...(built('./store/data-source.js') as typeof import('../src/store/data-source.js')),
  ...(built('./slices.js') as typeof import('../src/slices.js')),
  ...(built('./intake/own-content.js') as typeof import('../src/intake/own-content.js')),
  ...(built('./intake/writer/index.js') as typeof import('../src/intake/writer/index.js')),
  ...(built('./intake/linker/index.js') as typeof import('../src/intake/linker/index.js')),
  ...(built('./graph/node-id.js') as typeof import('../src/graph/node-id.js')),
});

/** The settings that this build of the product knows. */
export const settingNames = (): readonly string[] =>
  (built('./environment.js') as typeof import('../src/environment.js')).SETTINGS.map(({ name }) => name);
