import { evaluate } from './evaluate.js';
import type { LabelledItem } from './evaluate.js';
import { GAZETTEER, LINKER } from './gazetteer.fixture.js';

function anItem(labels: Partial<LabelledItem> & { title: string }): LabelledItem {
  return {
    id: labels.title,
    teaser_reworded: '',
    countries_iso2: [],
    embedded_in_names: [],
    must_not_link: [],
    partners_mentioned: [],
    ...labels,
  };
}

describe('the evaluation', () => {
  test('counts each country once an item, and Partners apart', () => {
    const item = anItem({
      title: 'Tajik and Afghan officers meet; Tajikistan is host',
      countries_iso2: ['TJ'],
      partners_mentioned: ['afghanistan'],
    });
    const { participatingStates, partners, errors } = evaluate([item], LINKER, GAZETTEER);
    expect(participatingStates).toMatchObject({ right: 1, wrong: 0, missed: 0, f1: 1 });
    expect(partners).toMatchObject({ right: 1, wrong: 0, missed: 0, f1: 1 });
    expect(errors).toEqual([]);
  });

  test('lists what was missed, what was wrong, and the traps that were sprung', () => {
    const item = anItem({
      title: 'Swedish and Slovene guests',
      countries_iso2: ['CH'],
      must_not_link: ['sweden (a trap)'],
    });
    const { participatingStates, trapsSprung, errors } = evaluate([item], LINKER, GAZETTEER);
    expect(participatingStates).toMatchObject({ right: 0, wrong: 2, missed: 1, precision: 0, recall: 0, f1: 0 });
    expect(trapsSprung).toBe(1);
    expect(errors.map(({ kind, isoCode, quote }) => [kind, isoCode, quote])).toEqual([
      ['trap', 'SE', 'Swedish'],
      ['wrong', 'SI', 'Slovene'],
      ['missed', 'CH', undefined],
    ]);
  });

  test('what is embedded in a name is neither right nor wrong', () => {
    const item = anItem({ title: 'US Embassy', embedded_in_names: ['united-states'] });
    expect(evaluate([item], LINKER, GAZETTEER).participatingStates).toMatchObject({ right: 0, wrong: 0, missed: 0 });
  });
});
