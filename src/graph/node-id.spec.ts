import '../slices.js';
import { isIdOf, kindOfId, nodeId } from './node-id.js';
import { nouns } from './nouns/declare.js';

const kinds = nouns().map(({ kind }) => kind);

it('an id depends only on kind and key, because clients store ids', () => {
  expect(nodeId('Country', 'albania')).toBe('010c0fa8-e89a-8ab1-bf6c-b8d3041f5488');
});

it.each(kinds)('the id of a %s is a version 8 UUID that encodes its kind', (kind) => {
  const id = nodeId(kind, 'some-key');
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(kindOfId(id)).toBe(kind);
  expect(kinds.filter((other) => isIdOf(other, id))).toEqual([kind]);
});

it('nodes of different kinds with the same key have different ids', () => {
  expect(new Set(kinds.map((kind) => nodeId(kind, 'youth').slice(2))).size).toBe(kinds.length);
});

it.each(['', 'albania', 'ff000000-0000-8000-8000-000000000000', nodeId('Country', 'albania').toUpperCase(), '01'])(
  '"%s" is not an id',
  (text) => {
    expect(kindOfId(text)).toBeUndefined();
  },
);
