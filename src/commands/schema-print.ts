/**
 * `npm run schema:print`: writes `schema.graphql`, the SDL of the subgraph; with `--api`, the SDL for clients, without
 * federation; with `--records`, the JSON Schema of a line of JSON Lines. Needs no database.
 */
import { writeFile } from 'node:fs/promises';
import { apiSdlOf, sdlOf } from '../graph/schema/build.js';
import { recordSchema } from '../ingest/json-lines/record-shapes.js';
import { assembled } from '../slices.js';

const printed: Readonly<Record<string, { file: string; text: () => string }>> = {
  '--api': { file: 'api.graphql', text: () => apiSdlOf(assembled) },
  '--records': { file: 'records.schema.json', text: () => `${JSON.stringify(recordSchema(), null, 2)}\n` },
};

export async function printSchema(args: readonly string[]): Promise<number> {
  const option = args.find((arg) => arg in printed);
  const { file: usual, text } = printed[option ?? ''] ?? { file: 'schema.graphql', text: () => sdlOf(assembled) };
  const [file = usual] = args.filter((arg) => arg !== option);
  await writeFile(file, text());
  console.log(`wrote ${file}`);
  return 0;
}
