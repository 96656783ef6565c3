/**
 * The types that GraphQL Code Generator generates from the schema and the example operations, checked by TypeScript.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { apiSdlOf } from '../../graph/schema/build.js';
import { assembled } from '../../slices.js';

const program = join(__dirname, '../../../examples/codegen/generate.ts');

let folder: string;
beforeAll(() => {
  // Within the project, so that its packages are found.
  folder = mkdtempSync(join(__dirname, '../../../node_modules/.codegen-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function generate() {
  writeFileSync(join(folder, 'api.graphql'), apiSdlOf(assembled));
  // In a separate process: the generator loads modules in a way that Jest does not support.
  return spawnSync(
    process.execPath,
    ['-r', 'esbuild-register', program, join(folder, 'api.graphql'), join(folder, 'gql')],
    { encoding: 'utf8' },
  );
}

/** Code of an application that uses them. */
const application = `
import type { ResultOf } from '@graphql-typed-document-node/core';
import { LatestNewsQueryDocument, type CountryPageQueryQueryVariables } from './gql/graphql.js';
export const variables: CountryPageQueryQueryVariables = { isoCode: 'MT' };
export function ids(data: ResultOf<typeof LatestNewsQueryDocument>): (string | undefined)[] {
  return (data.newsItems?.edges ?? []).map(({ node }) => node?.id);
}
`;
const mistaken = application.replace("'MT'", '7');

function typeErrorsOf(source: string): string[] {
  const file = join(folder, 'application.ts');
  writeFileSync(file, source);
  const checked = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es2022.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  });
  return ts.getPreEmitDiagnostics(checked).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

it('the generated types compile and reveal type errors of the application', () => {
  expect(generate()).toMatchObject({ status: 0, stderr: '' });
  expect(typeErrorsOf(application)).toEqual([]);
  expect(typeErrorsOf(mistaken).join()).toContain("'number' is not assignable to type");
});
