/**
 * `npm run schema:print`: writes `schema.graphql`, the SDL of the subgraph; with `--api`, the SDL for clients, which has
 * no federation in it. Needs no database.
 */
import { writeFile } from 'node:fs/promises';
import { apiSdlOf, sdlOf } from '../graph/schema.js';
import { slices } from '../slices.js';

export async function printSchema(args: readonly string[]): Promise<number> {
  const forClients = args.includes('--api');
  const [file = forClients ? 'api.graphql' : 'schema.graphql'] = args.filter((arg) => arg !== '--api');
  await writeFile(file, forClients ? apiSdlOf(slices) : sdlOf(slices));
  console.log(`wrote ${file}`);
  return 0;
}
