/**
 * Reads a page: every shape says how sure it is, and the surest one reads. A page that none of them knows is refused with
 * a reason; no page makes the reader throw.
 */
import type { Gazetteer } from '../gazetteer.js';
import { excerpt } from './assemble-news.js';
import { readFeed } from './feed/read-feed.js';
import { readHtml } from './html/read-html.js';
import { openPage, type Page, type Shape } from './page.js';
import type { PageType, Reading, Refusal, Remark, PageLayoutName, Source } from './reading.js';
import { eventPage } from './page-layouts/event-page.js';
import { institutionPage, sitePage } from './page-layouts/labelled-page.js';
import { listPage } from './page-layouts/list-page.js';
import { navigationOnly, overview } from './page-layouts/no-news.js';
import { bareText, newsroomPrint } from './page-layouts/unlabelled-page.js';

/** In the order in which they are preferred where two are equally sure. */
const SHAPES: readonly Shape[] = [
  listPage,
  eventPage,
  sitePage,
  institutionPage,
  newsroomPrint,
  navigationOnly,
  overview,
  bareText,
];

/** What a page says, be it text, HTML or a feed. */
export function readPage(source: Source, gazetteer: Gazetteer): Reading {
  const damage = damageOf(source.text);
  if (damage) return damage;
  const markup = markupOf(source.text);
  if (!markup) return readText(source, gazetteer);
  if (FEED_ROOTS.has(markup.root)) return readFeed(source, gazetteer);
  if (markup.isXml && markup.root !== 'html') {
    const came = markup.root === '' ? 'no element' : `<${markup.root}>`;
    return refusal(
      'markup',
      `Expected a feed (rss, feed, rdf:rdf) or an HTML page, but this is XML that begins with ${came}.`,
    );
  }
  return readHtml(source, gazetteer, readText);
}

const FEED_ROOTS = new Set(['rss', 'feed', 'rdf:rdf']);
/** The first element stands behind no more comments and declarations than these characters. */
const PROLOG = 20_000;

/** The first element of a text in markup. */
function markupOf(text: string): { isXml: boolean; root: string } | undefined {
  const start = text.slice(0, PROLOG).trimStart();
  if (!/^<(?:!doctype|!--|\?xml|[a-z][a-z0-9:-]*[\s/>])/i.test(start)) return undefined;
  const root = /<([a-z][\w:.-]{0,60})[\s/>]/i.exec(start.replace(/<!--.*?(?:-->|$)/gs, ''))?.[1] ?? '';
  return { isXml: /^<\?xml/i.test(start), root: root.toLowerCase() };
}

/** What the text of a page says, as the shape that knows it best reads it. */
function readText(source: Source, gazetteer: Gazetteer): Reading {
  const page = openPage(source, gazetteer);
  let best: { shape: Shape; confidence: number } | undefined;
  for (const shape of SHAPES) {
    const confidence = shape.recognise(page, gazetteer);
    if (confidence > (best?.confidence ?? 0)) best = { shape, confidence };
  }
  const reading = best ? best.shape.read(page, gazetteer, best.confidence) : unrecognised(page);
  if (page.foot && reading.type !== 'refusal') reading.remarks.push(leftOut(page.foot));
  if (reading.type !== 'refusal' && reading.confidence < SURE) reading.remarks.push(unsure(reading));
  return page.navigation ? { ...reading, navigation: page.navigation } : reading;
}

/** Readings below this are for an editor to look at. */
const SURE = 0.5;

function unsure({ shape, confidence }: { shape: PageLayoutName; confidence: number }): Remark {
  const percent = Math.round(confidence * 100);
  return {
    code: 'unsure',
    message: `Read as ${shape}, ${percent} % sure: no label and no dateline says that it is news.`,
  };
}

function leftOut({ heading, lines }: NonNullable<Page['foot']>): Remark {
  const message = `The foot of the page is left out: ${lines} ${lines === 1 ? 'line' : 'lines'} from “${excerpt(heading.text)}”.`;
  return { code: 'left-out', message, line: heading.number };
}

/** Text that is no page text, whatever it says. */
function damageOf(text: string): Refusal | undefined {
  const nul = text.indexOf('\0');
  if (nul >= 0) return refusal('unreadable', `The text has a NUL character at ${nul}; no page has.`);
  const surrogate = text.search(/\p{Cs}/u);
  if (surrogate >= 0) return refusal('unreadable', `The text has half a character (a lone surrogate) at ${surrogate}.`);
  const start = text.slice(0, 2_000).trimStart();
  if (start === '' && text.trim() === '') return refusal('empty', 'The page is empty.');
  if (/^\ufeff?[{[]\s*(?:["{}[\]]|$)/.test(start)) {
    return refusal('markup', 'This is JSON; this reader takes the text of a page.');
  }
  return undefined;
}

function unrecognised({ content }: Page): Refusal {
  if (content.length === 0) return refusal('empty', 'The page has no text.');
  if (content.length === 1)
    return refusal('unrecognised', 'The page has a single line: a title needs a text below it.');
  return refusal('unrecognised', 'Nothing on the page reads as a title with a text below it.');
}

function refusal(pageType: PageType, reason: string): Refusal {
  return { type: 'refusal', pageType, reason, confidence: 1, remarks: [] };
}
