/** An attack that is rejected as invalid, or a page with errors, would measure nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { chanceOf } from '../seed/random';
import { attacks, largePage } from './attacks';
import { pageOf } from './pages';

const schema = buildSchema(readFileSync(join(__dirname, '../../schema.graphql'), 'utf8'), { assumeValidSDL: true });
const subjects = { newsItems: ['a'], countries: ['KZ'], offices: ['b'], ends: ['1', '2', '3'] };
const faultsOf = (query: string) => validate(schema, parse(query)).map(({ message }) => message);

const bodies = Object.entries(attacks).flatMap(([name, attack]) =>
  attack.kind === 'requests' ? attack.bodies.map((body, n) => [`${name} ${n}`, body] as const) : [],
);

describe('requests of the scenario', () => {
  it.each(bodies)('an attack sends valid requests: %s', (_name, body) => {
    expect(faultsOf(body(1_000_007, subjects).query)).toEqual([]);
  });

  it('requests whose answers are not read are valid', () => {
    expect(faultsOf(largePage(7))).toEqual([]);
  });

  it.each(bodies)('an attack sends a different body each time, so that no answer is cached: %s', (_name, body) => {
    expect(body(1, { ...subjects, ends: [...'abcdefghijk'] })).not.toEqual(
      body(2, { ...subjects, ends: [...'abcdefghijk'] }),
    );
  });

  it('pages of ordinary clients are valid, and nearly all new', () => {
    const chance = chanceOf(1);
    const many = { ...subjects, newsItems: Array.from({ length: 5_000 }, (_, n) => `item-${n}`) };
    const pages = Array.from({ length: 200 }, () => pageOf(chance, many));
    for (const query of new Set(pages.map((page) => page.query))) expect(faultsOf(query)).toEqual([]);
    expect(new Set(pages.map((page) => JSON.stringify(page))).size).toBeGreaterThan(150);
  });
});
