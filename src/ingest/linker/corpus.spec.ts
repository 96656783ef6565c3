import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate, labelledItems } from './evaluate.js';
import { GAZETTEER, LINKER } from './gazetteer.fixture.js';

const read = (name: string) => labelledItems(readFileSync(join(__dirname, 'corpus', `${name}.jsonl`), 'utf8'));

/** Sentences of our own, labelled before the linker read them. What it made of them at first is told in the docs. */
describe.each(['first-reading', 'second-reading', 'third-reading'])('the corpus of the %s', (name) => {
  const { participatingStates, partners, errors } = evaluate(read(name), LINKER, GAZETTEER);

  test('has its countries found, and no others', () => {
    expect(participatingStates.f1).toBeGreaterThanOrEqual(0.99);
    expect(partners.f1).toBeGreaterThanOrEqual(0.99);
  });

  test('springs no trap', () => expect(errors.filter(({ kind }) => kind === 'trap')).toEqual([]));
});

test('the corpora name all countries', () => {
  const items = ['first-reading', 'second-reading', 'third-reading'].flatMap(read);
  const named = new Set(items.flatMap((item) => [...(item.countries_iso2 ?? []), ...(item.partners_mentioned ?? [])]));
  expect(GAZETTEER.countries.map(({ isoCode }) => isoCode).filter((code) => !named.has(code))).toEqual([]);
});
