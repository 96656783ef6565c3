import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';

let graph: TestGraph;
beforeAll(async () => void (graph = await startTestGraph('organization')));
afterAll(() => graph.close());

interface Mention {
  quote: string;
  start: number;
  end: number;
  rule: string;
  country: { isoCode: string } | null;
}

const query = `query ($text: String!) {
  countryMentions(text: $text) { quote start end rule country { isoCode } }
  suppressedCountryMentions(text: $text) { quote start end rule reason country { isoCode } } }`;

describe('mentions in a text', () => {
  const text =
    'Dutch judges met Michael Jordan in Atlanta, Georgia, to speak of Yugoslavia and the Budapest Convention.';
  let mentions: Mention[];
  let suppressed: (Mention & { reason: string })[];
  beforeAll(async () => {
    const found = await graph.data<{ countryMentions: Mention[]; suppressedCountryMentions: typeof suppressed }>(
      query,
      {
        text,
      },
    );
    ({ countryMentions: mentions, suppressedCountryMentions: suppressed } = found);
  });

  it('countryMentions returns the mentions in a text', () => {
    expect(mentions).toMatchObject([{ quote: 'Dutch', rule: 'adjective', country: { isoCode: 'NL' } }]);
  });

  it('suppressedCountryMentions returns what the linker rejects, what it looks like, and why', () => {
    expect(suppressed).toMatchObject([
      { quote: 'Jordan', rule: 'person', reason: "a person's name", country: { isoCode: 'JO' } },
      { quote: 'Georgia', rule: 'american-state', country: { isoCode: 'GE' } },
      { quote: 'Yugoslavia', rule: 'historical-state', country: null },
      { quote: 'Budapest', rule: 'document-name', country: { isoCode: 'HU' } },
    ]);
  });

  it('each quote is at its offsets in the text', () => {
    for (const { quote, start, end } of [...mentions, ...suppressed]) expect(text.slice(start, end)).toBe(quote);
  });

  it.each(['countryMentions', 'suppressedCountryMentions'])('%s rejects a text that is too long', async (field) => {
    const { errors } = await graph.ask(`query ($text: String!) { ${field}(text: $text) { quote } }`, {
      text: 'Malta '.repeat(20_000),
    });
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['LIMIT_EXCEEDED']);
  });
});
