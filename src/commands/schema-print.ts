/** `npm run schema:print`: writes `schema.graphql`, the SDL of the subgraph. Needs no database. */
import { writeFile } from 'node:fs/promises';
import { sdlOf } from '../graph/schema.js';
import { slices } from '../slices.js';

export async function printSchema(args: readonly string[]): Promise<number> {
  const [file = 'schema.graphql'] = args;
  await writeFile(file, sdlOf(slices));
  console.log(`wrote ${file}`);
  return 0;
}
