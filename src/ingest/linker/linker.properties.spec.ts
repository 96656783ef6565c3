import fc from 'fast-check';
import { COUNTRY_LEXICON } from './lexicon/index.js';
import { GAZETTEER, LINKER } from './gazetteer.fixture.js';

const words = [
  ...GAZETTEER.countries.flatMap(({ name, capital, names }) => [name, capital, ...names.map((other) => other.name)]),
  ...Object.values(COUNTRY_LEXICON).flatMap(({ adjectives, peoples }) => [...adjectives, ...peoples]),
  ...GAZETTEER.offices.map(({ name }) => name),
  ...['Michael', 'Mr.', 'ethnic', 'in', 'of', 'the', 'and', ',', '.', '-', '–', "'s", '’', '(', ')', '/', '@', '://'],
  ...['12 May 2015', '\n', '\n\n', '\t', '\u0301', '\u00ad', '\u200b', '\ud83d', '\udc00', '😀', 'language', 'US$'],
];
/** Any UTF-16 there is, lone surrogates and astral characters among it, and texts made of the linker's own words. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(' ', '', '  ', '-', ', ')), { maxLength: 30 })
    .map((pairs) => pairs.flat().join('')),
);

describe('whatever the text', () => {
  test('each quote stands at its offsets, and mentions neither overlap nor go back', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { mentions, suppressed } = LINKER.explain(text);
        let end = 0;
        for (const mention of mentions) {
          expect(text.slice(mention.start, mention.end)).toBe(mention.quote);
          expect(mention.quote).not.toBe('');
          expect(mention.start).toBeGreaterThanOrEqual(end);
          end = mention.end;
        }
        for (const { start, end: until, quote } of suppressed) expect(text.slice(start, until)).toBe(quote);
      }),
      { numRuns: 200 },
    );
  });

  test('nothing is both a mention and left out', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { mentions, suppressed } = LINKER.explain(text);
        for (const a of mentions) for (const b of suppressed) expect(a.start < b.end && b.start < a.end).toBe(false);
      }),
    );
  });

  test('to link and to explain find the same mentions, again and again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { mentions } = LINKER.explain(text);
        expect(LINKER.link(text)).toEqual(mentions);
        expect(LINKER.link(text)).toEqual(mentions);
      }),
    );
  });

  test('a name keeps its offsets behind any other paragraph', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const prefix = `${text}\n\n${'.'.repeat(200)}\n\n`;
        const last = LINKER.link(`${prefix}The talks with Türkiye go on.`).at(-1);
        expect(last).toMatchObject({ isoCode: 'TR', start: prefix.length + 15, quote: 'Türkiye' });
      }),
    );
  });
});

describe('texts that are made to be slow end', () => {
  const LENGTH = 100_000;
  test.each([
    ['one endless word', 'a'.repeat(LENGTH)],
    ['endless capitals', 'G'.repeat(LENGTH)],
    ['half a name again and again', 'Bosnia and '.repeat(LENGTH / 11)],
    ['a name and endless blanks', `Bosnia${' '.repeat(LENGTH)}and`],
    ['a name and endless marks', `Serbia${'\u0301'.repeat(LENGTH)}`],
    ['a name and endless soft hyphens', `Serb${'\u00ad'.repeat(LENGTH)}ia`],
    ['names without blanks', 'Georgia/'.repeat(LENGTH / 8)],
    ['an endless list', 'in Russian, Serbian and '.repeat(LENGTH / 24)],
    ['an endless dateline', 'LUXEMBOURG/'.repeat(LENGTH / 11)],
    ['endless possessives', "Georgia's's's ".repeat(LENGTH / 14)],
    ['lone surrogates', '\ud800'.repeat(LENGTH)],
  ])('%s', (_title, text) => expect(LINKER.explain(text).mentions.length).toBe(LINKER.link(text).length));
});
