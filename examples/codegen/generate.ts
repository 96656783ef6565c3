/**
 * Types for the operations of `examples/operations`, made by GraphQL Code Generator's client preset:
 * `node -r esbuild-register examples/codegen/generate.ts api.graphql src/gql`, after `npm run schema:print -- --api`.
 * An application does the same with a `codegen.ts` for `@graphql-codegen/cli`.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import { preset } from '@graphql-codegen/client-preset';
import { buildSchema, parse } from 'graphql';

const operations = join(__dirname, '../operations');

async function main(schemaFile: string, folder: string): Promise<void> {
  const schema = await readFile(schemaFile, 'utf8');
  const documents = (await readdir(operations)).map(async (file) => {
    const rawSDL = await readFile(join(operations, file), 'utf8');
    return { location: file, rawSDL, document: parse(rawSDL) };
  });
  const outputs = await preset.buildGeneratesSection({
    baseOutputDir: `${folder}/`,
    schema: parse(schema),
    schemaAst: buildSchema(schema),
    documents: await Promise.all(documents),
    // A date may be of reduced precision ("2007"): it is no `Date` of JavaScript.
    config: { scalars: { Date: 'string' }, useTypeImports: true },
    presetConfig: {},
    plugins: [],
    pluginMap: {},
  });
  for (const output of outputs) {
    await mkdir(dirname(output.filename), { recursive: true });
    await writeFile(output.filename, await codegen(output));
  }
}

const [schemaFile = 'api.graphql', folder = 'gql'] = process.argv.slice(2);
main(schemaFile, folder).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
