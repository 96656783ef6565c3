/** Filters of every shape that the declarations allow. */
import fc from 'fast-check';
import type { NodeKind } from '../node-id.js';
import { filterOf, type RelationFilter, type ScalarFilter, type ScalarKind } from './declare.js';
import { dates, texts, type GeneratedGraph } from './generated-graph.fixture.js';

type Where = Record<string, unknown>;

/** Fields whose conditions are tested elsewhere: full text has its own rules. */
const elsewhere = new Set(['search']);

/** Filters on a kind, at most `depth` relations or connectives deep, with operands that are often in the graph. */
export function filtersOf(kind: NodeKind, graph: GeneratedGraph, depth = 4): fc.Arbitrary<Where> {
  const made = new Map<string, fc.Arbitrary<Where>>();
  const of = (far: NodeKind, left: number): fc.Arbitrary<Where> => {
    const key = `${far} ${left}`;
    if (!made.has(key)) made.set(key, make(far, left));
    return made.get(key)!;
  };
  const make = (near: NodeKind, left: number): fc.Arbitrary<Where> => {
    const fields = [...filterOf(near).fields].filter(([name]) => !elsewhere.has(name));
    const scalars = fields.filter((entry): entry is [string, ScalarFilter] => 'is' in entry[1]);
    const conditions: fc.Arbitrary<Where>[] = [
      fc.oneof(...scalars.map(([name, field]) => operatorsOf(near, name, field, graph).map((is) => ({ [name]: is })))),
    ];
    if (left > 0) {
      const self = of(near, left - 1);
      const list = fc.array(self, { maxLength: 3 });
      conditions.push(
        fc.oneof(
          list.map((and) => ({ and })),
          list.map((or) => ({ or })),
          self.map((not) => ({ not })),
        ),
      );
      const relations = fields.filter((entry): entry is [string, RelationFilter] => 'direction' in entry[1]);
      if (relations.length > 0) {
        conditions.push(
          fc.oneof(
            ...relations.map(([name, { direction }]) => {
              const where = of(direction.far.kind, left - 1);
              const quantified = fc.record({ some: where, none: where, every: where }, { requiredKeys: [] });
              return (direction.near.many ? quantified : where).map((value) => ({ [name]: value }));
            }),
          ),
        );
      }
    }
    return fc
      .array(fc.oneof(...conditions), { maxLength: 2, size: 'max' })
      .map((parts): Where => Object.assign({}, ...parts) as Where);
  };
  return of(kind, depth);
}

/** What operands can be, by the kind of value. */
const foreign: Record<ScalarKind, readonly (string | number)[]> = {
  id: ['not-an-id', '10000000-0000-8000-8000-000000000000'],
  key: ['unknown', ''],
  text: texts,
  date: [...dates, '0001', '2007-02', '9999-12-31'],
  enum: [],
  integer: [0, -2_147_483_648, 2_147_483_647],
};

/** Shorter and longer than the parts that indexes hold, with and without letters, and what means something to LIKE. */
const partsOfTexts = [
  '',
  'a',
  '%',
  '_',
  '\\',
  'S',
  'é',
  'ss',
  '0%',
  '🕊',
  'ing',
  'Ing',
  'x%y',
  'a_b',
  'abc\\',
  'ška',
  'Укр',
  'укр',
  'ҚАЗ',
];

const withOperands: Record<ScalarKind, readonly string[]> = {
  id: ['eq', 'ne'],
  key: ['eq', 'ne'],
  text: ['eq', 'ne', 'contains', 'startsWith', 'endsWith'],
  date: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'],
  enum: ['eq', 'ne'],
  integer: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'],
};

function operatorsOf(kind: NodeKind, name: string, { is }: ScalarFilter, graph: GeneratedGraph): fc.Arbitrary<Where> {
  const present = graph[kind].flatMap(({ id, values }) => (name === 'id' ? id : values[name]) ?? []);
  const operand = fc.constantFrom(...new Set([...present, ...foreign[is]]));
  const partOfText = fc.constantFrom(...partsOfTexts);
  const operand1 = is === 'text' ? fc.oneof(operand, partOfText) : operand;
  const one = fc.tuple(fc.constantFrom(...withOperands[is]), operand1);
  const many = fc.tuple(fc.constantFrom('in', 'notIn'), fc.array(operand, { maxLength: 3 }));
  const absent = fc.tuple(fc.constant('isNull'), fc.boolean());
  const all = is === 'id' || is === 'key' ? fc.oneof(one, many) : fc.oneof(one, one, many, absent);
  return fc.array(all, { minLength: 1, maxLength: 2 }).map((entries): Where => Object.fromEntries(entries));
}
