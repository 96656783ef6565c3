import { Automaton } from './automaton.js';

function quotes(phrases: readonly string[], text: string): string[] {
  const automaton = new Automaton(phrases.map((phrase) => [phrase, phrase] as const));
  const found: string[] = [];
  for (let hit = automaton.find(text, 0); hit !== undefined; hit = automaton.find(text, hit.end)) {
    found.push(text.slice(hit.start, hit.end));
  }
  return found;
}

describe('the automaton', () => {
  test.each([
    ['the longest phrase wins', ['San', 'San Marino'], 'San Marino and San Remo', ['San Marino', 'San']],
    ['a longer phrase that fails gives way to the shorter', ['New', 'New York City'], 'New York Post', ['New']],
    ['phrases begin and end with words', ['Oman'], 'Romania, Oman, Omani, Woman', ['Oman']],
    ['capitals of the phrase are required', ['Turkey'], 'turkey Turkey TURKEY tURKEY', ['Turkey', 'TURKEY']],
    ['the same letters may be another phrase', ['US', 'Us'], 'us Us US', ['Us', 'US']],
    ['small letters of the phrase may be capitals', ['former Republic'], 'Former Republic', ['Former Republic']],
    ['accents and typographic marks are folded', ["Côte d'Ivoire"], 'COTE D’IVOIRE', ['COTE D’IVOIRE']],
    ['a mark behind the last letter belongs to it', ['Cafe'], 'Cafe\u0301 bar', ['Cafe\u0301']],
    ['a phrase may end in punctuation', ['U.S.', 'US$'], 'U.S. US$5', ['U.S.', 'US$']],
    ['other scripts are letters too', ['Україна'], 'УКРАЇНА і Україною', ['УКРАЇНА']],
  ])('%s', (_rule, phrases, text, expected) => expect(quotes(phrases, text)).toEqual(expected));

  test('a phrase without letters is refused', () =>
    expect(() => new Automaton([['\u00ad', 1]])).toThrow('a phrase needs letters, but got "\u00ad"'));
});
