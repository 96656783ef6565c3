/**
 * Reads a page: every shape says how sure it is, and the surest one reads. A page that none of them knows is refused with
 * a reason; no page makes the reader throw.
 */
import type { Gazetteer } from '../gazetteer.js';
import { openPage, type Page, type Shape } from './page.js';
import type { PageType, Reading, Refusal, Source } from './reading.js';
import { eventPage } from './shapes/event-page.js';
import { institutionPage, sitePage } from './shapes/labelled-page.js';
import { listPage } from './shapes/list-page.js';
import { navigationOnly, overview } from './shapes/no-news.js';
import { bareText, newsroomPrint } from './shapes/unlabelled-page.js';

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

/** What a page says, as the shape that knows it best reads it. */
export function readPage(source: Source, gazetteer: Gazetteer): Reading {
  const damage = damageOf(source.text);
  if (damage) return damage;
  const page = openPage(source, gazetteer);
  let best: { shape: Shape; confidence: number } | undefined;
  for (const shape of SHAPES) {
    const confidence = shape.recognise(page, gazetteer);
    if (confidence > (best?.confidence ?? 0)) best = { shape, confidence };
  }
  const reading = best ? best.shape.read(page, gazetteer, best.confidence) : unrecognised(page);
  return page.navigation ? { ...reading, navigation: page.navigation } : reading;
}

/** Text that is no page text, whatever it says. */
function damageOf(text: string): Refusal | undefined {
  const nul = text.indexOf('\0');
  if (nul >= 0) return refusal('unreadable', `The text has a NUL character at ${nul}; no page has.`);
  const surrogate = text.search(/\p{Cs}/u);
  if (surrogate >= 0) return refusal('unreadable', `The text has half a character (a lone surrogate) at ${surrogate}.`);
  const start = text.slice(0, 2_000).trimStart();
  if (start === '' && text.trim() === '') return refusal('empty', 'The page is empty.');
  if (/^\ufeff?(?:<!doctype|<html|<\?xml|<rss|<feed|<head|<body)/i.test(start)) {
    return refusal('markup', 'This is HTML or XML; this reader takes the text of a page.');
  }
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
