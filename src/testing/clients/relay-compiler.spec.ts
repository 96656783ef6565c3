/** The example operations and the fragments with connections, compiled by Relay. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiSdlOf } from '../../graph/schema/build.js';
import { assembled } from '../../slices.js';
import { exampleOperations, relayExamples } from './example-operations.fixture.js';

const compiler = require('relay-compiler') as string;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'osce-graph-relay-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'api.graphql'), apiSdlOf(assembled));
  const config = { src: './src', schema: './api.graphql', language: 'typescript', eagerEsModules: true };
  writeFileSync(join(folder, 'relay.config.json'), JSON.stringify(config));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) =>
  writeFileSync(join(folder, 'src', `${name}.ts`), `import { graphql } from 'relay-runtime';\n${text}`);
const tagged = (text: string) => `graphql\`${text.replaceAll('`', "'")}\`;\n`;

const compile = () => {
  const { status, stdout, stderr } = spawnSync(compiler, ['relay.config.json'], { cwd: folder, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
};

it('the Relay compiler accepts the schema, the example operations, and fragments with @connection and @refetchable', () => {
  for (const { name, text } of [...exampleOperations, ...relayExamples]) {
    // Relay requires one tag per definition.
    const definitions = text.split(/\n(?=(?:query|fragment) )/).filter((part) => /^(query|fragment) /m.test(part));
    write(name, definitions.map(tagged).join('\n'));
  }
  expect(compile()).toEqual({ status: 0, output: expect.not.stringContaining('rror') as string });
  const artifacts = readdirSync(join(folder, 'src', '__generated__'));
  expect(artifacts).toEqual(
    expect.arrayContaining([
      'LatestNewsQuery.graphql.ts',
      'NewsOfCountryPaginationQuery.graphql.ts',
      'NewsFeedItemRefetchQuery.graphql.ts',
      'NewsOfficesBackwardQuery.graphql.ts',
    ]),
  );
});

it('the Relay compiler rejects an operation that does not match the schema', () => {
  write('Wrong', tagged('query WrongQuery { newsItems { nodes { author } } }'));
  const { status, output } = compile();
  expect(status).not.toBe(0);
  expect(output).toContain('author');
});
