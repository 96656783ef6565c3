import { buildSchema, getOperationAST, parse, type OperationDefinitionNode } from 'graphql';
import { compiledOperation, withAllBelow } from './compiled.js';

const schema = buildSchema('type Query { thing: Thing } type Thing { name: String other: Thing }');
const compiledFrom = (query: string) => {
  const document = parse(query);
  const asked = { schema, document, operation: getOperationAST(document, 'Q')! };
  return { ...asked, compiled: compiledOperation(asked) };
};

it('a document whose fragments expand to millions of fields is compiled once per selection', () => {
  const levels = 30;
  const fragments = Array.from(
    { length: levels },
    (_, i) => `fragment F${i} on Thing { a: other { ...F${i + 1} } b: other { ...F${i + 1} } }`,
  );
  const { compiled } = compiledFrom(
    `query Q { thing { ...F0 } } ${fragments.join(' ')} fragment F${levels} on Thing { name }`,
  );
  expect(withAllBelow([compiled.selection!]).size).toBe(2 + 3 * levels + 1);
});

it('the operations of a document share the selections of its fragments', () => {
  const { schema, document, compiled } = compiledFrom(
    'query Q { ...F } query R { ...F } fragment F on Query { thing { name } }',
  );
  const other = compiledOperation({ schema, document, operation: document.definitions[1] as OperationDefinitionNode });
  expect(other.selection!.parts[0]!.selection).toBe(compiled.selection!.parts[0]!.selection);
});

it('a derived value of an operation is computed once per factory and schema', () => {
  const { document, operation, compiled } = compiledFrom('query Q { thing { name } }');
  const make = () => ({});
  const made = compiled.once(make);
  expect(compiledOperation({ schema, document, operation }).once(make)).toBe(made);
  expect(compiled.once(() => ({}))).not.toBe(made);
  const another = buildSchema('type Query { thing: Other } type Other { name: Int }');
  expect(compiledOperation({ schema: another, document, operation }).once(make)).not.toBe(made);
});
