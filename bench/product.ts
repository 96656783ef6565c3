/** The built product: the benchmark measures what users run. Requires a build (`npm run bench` builds first). */
import 'reflect-metadata';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const root = join(__dirname, '..');

const built = createRequire(join(root, 'dist/main.js'));

export const embedded = () =>
  built('./database/embedded/index.js') as typeof import('../src/database/embedded/index.js');

/** The modules that create and fill a database. */
export const storeParts = () => ({
  ...(built('./database/data-source.js') as typeof import('../src/database/data-source.js')),
  ...(built('./slices.js') as typeof import('../src/slices.js')),
  ...(built('./ingest/seed-data.js') as typeof import('../src/ingest/seed-data.js')),
  ...(built('./ingest/writer/index.js') as typeof import('../src/ingest/writer/index.js')),
  ...(built('./ingest/linker/index.js') as typeof import('../src/ingest/linker/index.js')),
  ...(built('./graph/node-id.js') as typeof import('../src/graph/node-id.js')),
});

/** The settings of this build of the product. */
export const settingNames = (): readonly string[] =>
  (built('./settings/environment.js') as typeof import('../src/settings/environment.js')).SETTINGS.map(
    ({ name }) => name,
  );
