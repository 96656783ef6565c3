import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  graphqlSync,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  type GraphQLNamedType,
} from 'graphql';
import { assembled } from '../../slices.js';
import { buildGraphSchema, sdlOf } from './build.js';

const schema = buildGraphSchema(assembled);

it('schema.graphql matches the code (if not: npm run schema:print)', () => {
  const committed = readFileSync(join(__dirname, '../../../schema.graphql'), 'utf8');
  expect(sdlOf(assembled)).toBe(committed);
});

/** Whether a type is ours: the federation specification describes the others. */
const isOurs = ({ name }: GraphQLNamedType) => !name.startsWith('_') && !/^(federation|link)__/.test(name);

function* undescribed(): Generator<string> {
  for (const type of Object.values(schema.getTypeMap()).filter(isOurs)) {
    if (!type.description) yield type.name;
    if (isEnumType(type)) {
      for (const value of type.getValues()) if (!value.description) yield `${type.name}.${value.name}`;
    }
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields()).filter(({ name }) => !name.startsWith('_'))) {
      if (!field.description) yield `${type.name}.${field.name}`;
      for (const arg of 'args' in field ? field.args : []) {
        if (!arg.description) yield `${type.name}.${field.name}(${arg.name}:)`;
      }
    }
  }
}

it('every type, field, argument and enum value has a description', () => {
  expect([...undescribed()].filter((name) => name !== 'Query')).toEqual([]);
});

/** Lists of objects without a declared length: the cost of fields below them would be unknown. */
function* unsized(): Generator<string> {
  const types = Object.values(schema.getTypeMap())
    .filter(isOurs)
    .filter((type) => isObjectType(type) || isInterfaceType(type));
  const paged = types.filter(({ name }) => name.endsWith('Connection'));
  for (const type of types.filter((candidate) => !paged.includes(candidate))) {
    for (const { name, type: output, astNode } of Object.values(type.getFields())) {
      if (name.startsWith('_') || !isListType(getNullableType(output)) || isLeafType(getNamedType(output))) continue;
      if (!astNode?.directives?.some((directive) => directive.name.value === 'listSize')) yield `${type.name}.${name}`;
    }
  }
}

it('every list of objects has @listSize or is a connection', () => {
  expect([...unsized()]).toEqual([]);
});

it('full introspection works and includes default values of enums', () => {
  const { data, errors } = graphqlSync({ schema, source: getIntrospectionQuery() });
  expect(errors).toBeUndefined();
  expect(JSON.stringify(data)).toContain('"defaultValue":"ASC"');
});
