import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  buildClientSchema,
  buildSchema,
  introspectionFromSchema,
  isSpecifiedDirective,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { assembled } from '../../slices.js';
import { buildGraphSchema, sdlOf, sourceSchemaOf } from '../schema/build.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { bringOver } from './round-trip.js';
import { defaultFederation } from './settings.js';

const source = sourceSchemaOf(assembled);
const subgraph = buildGraphSchema(assembled);

/** The schema as API users see it, without federation. */
const seen = (schema: GraphQLSchema) => {
  const config = schema.toConfig();
  const query = schema.getQueryType()!.toConfig();
  for (const name of ['_entities', '_service']) delete query.fields[name];
  const types = config.types.filter(({ name }) => !/^(_|federation__|link__)/.test(name) && name !== 'Query');
  return printSchema(
    lexicographicSortSchema(
      new GraphQLSchema({
        ...config,
        query: new GraphQLObjectType(query),
        types,
        directives: config.directives.filter(isSpecifiedDirective),
      }),
    ),
  );
};

it('the subgraph has the same descriptions, defaults and deprecations as the schema of the slices', () => {
  expect(seen(subgraph)).toBe(seen(source));
});

it('introspection returns the complete subgraph', () => {
  expect(seen(buildClientSchema(introspectionFromSchema(subgraph)))).toBe(seen(source));
});

describe('the way through SDL', () => {
  const direction = new GraphQLEnumType({ name: 'Direction', values: { UP: { value: 1 }, DOWN: { value: -1 } } });
  const made = new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        list: {
          type: GraphQLInt,
          extensions: { complexity: 7 },
          args: {
            direction: { type: direction, defaultValue: -1, extensions: { of: 'argument' } },
            order: {
              type: new GraphQLInputObjectType({
                name: 'Order',
                fields: { by: { type: direction, defaultValue: 1, deprecationReason: 'Say where.' } },
              }),
              defaultValue: { by: -1 },
            },
          },
        },
        old: { type: GraphQLString, deprecationReason: 'Ask for `list`.' },
      },
    }),
  });
  const printed = printSchema(made);
  const back = buildSchema(printed);
  Object.assign(back.getType('Direction')!, direction);
  bringOver(made, back);

  it('the round trip keeps enum defaults whose values differ from their names', () => {
    expect(printSchema(back)).toBe(printed);
    expect(
      back
        .getQueryType()!
        .getFields()
        ['list']!.args.map(({ defaultValue }) => defaultValue as unknown),
    ).toEqual([-1, { by: -1 }]);
  });

  it('the round trip keeps the extensions of fields and arguments', () => {
    const list = back.getQueryType()!.getFields()['list']!;
    expect(list.extensions).toEqual({ complexity: 7 });
    expect(list.args[0]!.extensions).toEqual({ of: 'argument' });
  });
});

describe('_service', () => {
  let graph: TestGraph;
  beforeAll(async () => {
    graph = await startTestGraph('empty');
  });
  afterAll(() => graph.close());

  it('_service returns exactly the text of schema.graphql', async () => {
    const { _service } = await graph.data<{ _service: { sdl: string } }>('{ _service { sdl } }');
    expect(_service.sdl).toBe(sdlOf(assembled));
  });
});

it('a subgraph without the node query lacks only the fields node and nodes', () => {
  const fields = Object.keys(
    buildGraphSchema(assembled, { ...defaultFederation, nodeQuery: false })
      .getQueryType()!
      .getFields(),
  );
  const all = Object.keys(subgraph.getQueryType()!.getFields());
  expect(fields).toEqual(all.filter((name) => name !== 'node' && name !== 'nodes'));
  expect(all).toEqual(expect.arrayContaining(['node', 'nodes']));
});
