/** The example operations, sent to a server. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, validate, visit } from 'graphql';
import type { TestGraph } from '../test-graph.js';
import {
  apiSchema,
  exampleOperations,
  possibleTypes,
  startExampleGraph,
  typesWithoutId,
} from './example-operations.fixture.js';

let graph: TestGraph;
beforeAll(async () => {
  graph = await startExampleGraph();
});
afterAll(() => graph.close());

const named = exampleOperations.map((example) => [example.name, example] as const);

it('the example operations use all root fields', () => {
  const shown = new Set(
    exampleOperations.flatMap(({ operation }) =>
      operation.selectionSet.selections.flatMap((selection) =>
        selection.kind === Kind.FIELD ? selection.name.value : [],
      ),
    ),
  );
  const roots = Object.keys(apiSchema.getQueryType()!.getFields());
  expect(roots.filter((name) => !shown.has(name))).toEqual([]);
});

it.each(named)(
  'the example %s is valid, is named after its file, and selects the id of each node',
  (name, { document, operation }) => {
    expect(validate(apiSchema, document)).toEqual([]);
    expect(operation.name?.value).toBe(`${name}Query`);
    let nodes = 0;
    visit(document, { Field: ({ name: field }) => void (nodes += Number(field.value === 'id')) });
    expect(nodes + Number(name === 'Menu')).toBeGreaterThan(0);
  },
);

it.each(named)('the example %s succeeds without variables', async (_name, { text }) => {
  const data = await graph.data<Record<string, unknown>>(text);
  for (const root of Object.values(data)) expect(root).not.toBeNull();
});

describe('the number of statements', () => {
  const sized = named.filter(([, { variables }]) => variables.includes('first'));

  it.each(sized)('the number of statements of %s does not depend on the page size', async (_name, { text }) => {
    const statements: number[] = [];
    for (const first of [1, 3, 30]) {
      const answer = await graph.ask(text, { first });
      expect(answer.errors).toBeUndefined();
      statements.push(answer.statements);
    }
    expect(new Set(statements).size).toBe(1);
  });

  it('the number of statements of ManyByKeys does not depend on the number of keys', async () => {
    const { text } = exampleOperations.find(({ name }) => name === 'ManyByKeys')!;
    const { newsItems, events, projects } = await graph.data<
      Record<string, { nodes: { id: string; slug: string }[] }>
    >(`{
      newsItems(first: 28) { nodes { id slug } } events(first: 1) { nodes { id slug } } projects(first: 1) { nodes { id slug } } }`);
    const nodes = [newsItems, projects, events].flatMap((connection) => connection!.nodes);
    const ask = async (count: number) => {
      const some = nodes.slice(-count);
      const { statements } = await graph.ask(text, {
        ids: some.map(({ id }) => id),
        slugs: some.map(({ slug }) => slug),
      });
      return statements;
    };
    expect(await ask(3)).toBe(await ask(30));
  });
});

it('docs/clients.md lists the possible types of interfaces and the types without an id', () => {
  const text = readFileSync(join(__dirname, '../../../docs/clients.md'), 'utf8');
  const blocks = [...text.matchAll(/```json\n(.+?)```/gs)].map(([, json]) => JSON.parse(json!) as object);
  expect(blocks).toEqual(expect.arrayContaining([{ possibleTypes }, { typesWithoutId }]));
});
