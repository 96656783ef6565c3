import { gazetteer } from '../gazetteer.fixture.js';
import { readPage } from '../read-page.js';
import type { ListReading, Reading } from '../reading.js';

const read = (text: string): Reading => readPage({ name: 'feed.xml', text }, gazetteer);
const TEXT = 'Beekeepers of both banks agreed to share what they know of mites.';
const rss = (...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:dc="d" xmlns:content="c"><channel><title>News</title><link>https://example.org</link>\n${items.map((item) => `<item>${item}</item>`).join('\n')}</channel></rss>`;
const atom = (entry: string) =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><author><name>Secretariat</name></author><entry>${entry}</entry></feed>`;
const first = (text: string) => (read(text) as ListReading).items[0];

const expected = {
  shape: 'feed',
  title: 'Bees & mites',
  lead: TEXT,
  issuedOn: '2025-05-12',
  dateSource: 'publishing-date',
  sourceUrl: 'https://example.org/bees',
  fieldsOfWork: [{ text: 'Youth', slug: 'youth' }],
  issuers: [{ text: 'Secretariat', slug: 'secretariat' }],
};

describe('an entry of a feed is a news item', () => {
  test.each([
    [
      'RSS 2.0',
      rss(
        `<title>Bees &amp; mites</title><link>https://example.org/bees</link><pubDate>Mon, 12 May 2025 23:30:00 +0200</pubDate><description>&lt;p&gt;${TEXT}&lt;/p&gt;</description><category>Youth</category><dc:creator>Secretariat</dc:creator>`,
      ),
    ],
    [
      'Atom',
      atom(
        `<title type="html">Bees &amp;amp; mites</title><link rel="self" href="https://example.org/self"/><link href="https://example.org/bees"/><updated>2025-05-12T23:30:00-11:00</updated><summary>${TEXT}</summary><category term="Youth"/>`,
      ),
    ],
    [
      'RSS 1.0',
      `<rdf:RDF><channel/><item><title>Bees &amp; mites</title><link>https://example.org/bees</link><dc:date>2025-05-12</dc:date><description><![CDATA[<div>${TEXT}</div>]]></description><dc:subject>Youth</dc:subject><dc:creator>Secretariat</dc:creator></item></rdf:RDF>`,
    ],
  ])('%s', (_name, text) => expect(first(text)).toMatchObject(expected));

  test('it was published before it was updated, and has its number in its address or its name', () => {
    const updated = '<updated>2025-06-01T00:00:00Z</updated><published>2025-05-12T00:00:00Z</published>';
    const entry = `<title>Bees</title><link href="https://www.osce.org/odihr/123456"/>${updated}<summary>${TEXT}</summary>`;
    expect(first(atom(entry))).toMatchObject({ issuedOn: '2025-05-12', sourceId: '123456' });
    const guid = '<guid isPermaLink="false">123457 at https://www.osce.org</guid>';
    expect(first(rss(`<title>Bees</title>${guid}<description>${TEXT}</description>`))).toMatchObject({
      sourceId: '123457',
    });
  });

  test('its whole text is the body, its teaser the lead', () => {
    const content = `<![CDATA[<p>${TEXT}</p><script>x()</script><ul><li>one</li></ul><p>They meet again.</p>]]>`;
    const item = `<title>Bees</title><description>${TEXT}</description><content:encoded>${content}</content:encoded>`;
    expect(first(rss(item))).toMatchObject({ lead: TEXT, body: '- one\n\nThey meet again.' });
    const nested = `<content type="xhtml"><div xmlns="x"><p>${TEXT} 1 &lt; 2.</p><p>They<br/>meet.</p></div></content>`;
    expect(first(atom(`<title>Bees</title>${nested}`))).toMatchObject({ body: `${TEXT} 1 < 2.\n\nThey\n\nmeet.` });
  });

  test('a wire copy without a date of its own has that of its dateline', () => {
    const item = `<title>Bees</title><category>Press release</category><description>TIRANA, 8 April 2011 – ${TEXT}</description>`;
    expect(first(rss(item))).toMatchObject({ issuedOn: '2011-04-08', dateSource: 'dateline', kind: 'PRESS_RELEASE' });
  });

  test.each([
    ['press@example.org (Secretariat)', [{ text: 'Secretariat', slug: 'secretariat' }]],
    ['press@example.org', []],
    ['Bureau of Bees', [{ text: 'Bureau of Bees' }]],
  ])('its author %s', (author, issuers) => {
    expect(first(rss(`<title>Bees</title><author>${author}</author>`))!.issuers).toEqual(issuers);
  });
});

describe('what cannot be read is told, and stops nothing else', () => {
  test('an entry without a title, and a day that no calendar has', () => {
    const good = `<title>Bees</title><pubDate>31 Feb 2025</pubDate><guid>https://example.org/b</guid>`;
    const list = read(rss(`<description>${TEXT}</description>`, good)) as ListReading;
    expect(list.remarks).toMatchObject([{ code: 'missing-value', line: 2 }]);
    expect(list.items).toHaveLength(1);
    expect(list.items[0]).toMatchObject({
      sourceUrl: 'https://example.org/b',
      remarks: [{ code: 'invalid-date', line: 3 }],
    });
    expect(list.items[0]).not.toHaveProperty('issuedOn');
  });

  test('an entry that is a bomb', () => {
    const bomb = `<title>Bomb</title><description><![CDATA[${'<b>'.repeat(100_000)}]]></description>`;
    const list = read(rss(bomb, '<title>Bees</title>')) as ListReading;
    expect(list.items.map(({ title }) => title)).toEqual(['Bees']);
    expect(list.remarks).toMatchObject([{ code: 'too-long' }]);
  });

  test.each([
    ['no entries', rss(), /no entries/],
    ['no titles', rss('<link>https://example.org</link>'), /No entry/],
    ['depth', `<rss>${'<a>'.repeat(100_000)}`, /nests more than 1000/],
  ])('%s', (_name, text, reason) => {
    expect(read(text)).toMatchObject({ type: 'refusal', reason: expect.stringMatching(reason) });
  });

  test('entities of its own are never resolved', () => {
    const laughs = Array.from({ length: 12 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('');
    const doctype = `<!DOCTYPE rss [<!ENTITY own SYSTEM "file:///etc/hostname"><!ENTITY l0 "ha">${laughs}]>`;
    const text = rss(`<title>Bees &own; &l12;</title>`).replace('?>', `?>${doctype}`);
    expect(first(text)!.title).toBe('Bees &own; &l12;');
  });

  test('a large feed is read in bounded time', () => {
    const start = performance.now();
    const list = read(rss(...Array.from({ length: 12_000 }, (_, at) => `<title>Bees ${at}</title>`))) as ListReading;
    expect(list.items).toHaveLength(10_000);
    expect(list.remarks).toMatchObject([{ code: 'cut' }]);
    expect(performance.now() - start).toBeLessThan(6_000);
  });
});
