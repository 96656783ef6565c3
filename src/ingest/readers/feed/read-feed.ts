/** Reads a feed: each entry is a news item. */
import type { Gazetteer } from '../../gazetteer.js';
import { assembleNews, excerpt } from '../assemble-news.js';
import { dayOf } from '../html/head.js';
import { htmlPage } from '../html/html-lines.js';
import { MarkupError } from '../html/markup.js';
import type { LabelledBlock, LabelledValue } from '../labelled-block.js';
import { linesOf, type Line } from '../lines.js';
import { calendarDate } from '../printed-date.js';
import type { ListReading, NewsReading, Refusal, Remark, Source } from '../reading.js';
import { sourceIdOfEntry } from '../source-id.js';
import { contentTypeNamed, type LabelName } from '../vocabulary.js';
import { parseFeed, type Feed, type FeedEntry } from './parse-feed.js';

const CONFIDENCE = 0.98;

/** What a feed says. It never throws. */
export function readFeed(source: Source, gazetteer: Gazetteer): ListReading | Refusal {
  let feed: Feed;
  try {
    feed = parseFeed(source.text);
  } catch (fault) {
    if (!(fault instanceof MarkupError)) throw fault;
    return {
      type: 'refusal',
      shape: 'feed',
      pageType: 'unreadable',
      reason: fault.message,
      confidence: 1,
      remarks: [],
    };
  }
  const remarks: Remark[] = [];
  const items: NewsReading[] = [];
  for (const entry of feed.entries) {
    try {
      const item = readEntry(entry, feed, gazetteer);
      if (item) items.push(item);
      else remarks.push({ code: 'missing-value', message: 'An entry of the feed has no title.', line: entry.line });
    } catch (fault) {
      if (!(fault instanceof MarkupError)) throw fault;
      remarks.push({ code: 'too-long', message: `An entry was left out. ${fault.message}`, line: entry.line });
    }
  }
  if (feed.cut) {
    remarks.push({ code: 'cut', message: `Only the first ${feed.entries.length} entries of the feed were read.` });
  }
  if (items.length === 0) {
    const reason = feed.entries.length === 0 ? 'The feed has no entries.' : 'No entry of the feed could be read.';
    return { type: 'refusal', shape: 'feed', pageType: 'empty', reason, confidence: CONFIDENCE, remarks };
  }
  return { type: 'list', shape: 'feed', confidence: CONFIDENCE, items, remarks };
}

function readEntry(entry: FeedEntry, feed: Feed, gazetteer: Gazetteer): NewsReading | undefined {
  const at = (line: Line): Line => ({ ...line, number: entry.line });
  const title = textLines(entry.title).map(at)[0];
  if (!title || title.text === '') return undefined;
  const summary = textLines(withoutEllipsis(entry.summary)).map(at);
  const content = textLines(entry.content).map(at);
  const sourceUrl = entry.links[0];
  const kind = entry.categories.find((category) => contentTypeNamed(category));
  const remarks: Remark[] = [];
  const reading = assembleNews(
    {
      shape: 'feed',
      confidence: CONFIDENCE,
      title: { ...title, bullet: false },
      // A summary of several paragraphs is the text itself.
      ...(content.length > 0 || summary.length === 1 ? { lead: summary, body: content } : { lead: [], body: summary }),
      ...(kind !== undefined && {
        contentType: { number: entry.line, raw: kind, text: kind, bullet: false },
      }),
      labels: labelsOf(entry, feed, remarks),
      ...(sourceUrl !== undefined && { sourceUrl }),
    },
    gazetteer,
  );
  const sourceId = reading.sourceId ?? sourceIdOfEntry(entry.guid);
  return { ...reading, ...(sourceId !== undefined && { sourceId }), remarks: [...remarks, ...reading.remarks] };
}

/** What the elements of an entry say, as a page would label it. */
function labelsOf(entry: FeedEntry, feed: Feed, remarks: Remark[]): LabelledBlock {
  const values: LabelledBlock['values'] = new Map();
  const add = (label: LabelName, texts: readonly string[]) => {
    const printed = texts.map((text): LabelledValue => ({ text, line: entry.line }));
    if (printed.length > 0) values.set(label, printed);
  };
  const days = entry.published.map(feedDay);
  const day = days.find((each) => each !== undefined);
  if (day !== undefined) add('publishing-date', [day]);
  else if (entry.published[0] !== undefined) {
    const message = `“${excerpt(entry.published[0])}” is no date.`;
    remarks.push({ code: 'invalid-date', message, line: entry.line });
  }
  const authors = (entry.authors.length > 0 ? entry.authors : feed.authors).map(authorName).filter(Boolean);
  add('source', authors);
  add(
    'fields',
    entry.categories.filter((category) => !contentTypeNamed(category)),
  );
  return { start: 0, end: 0, values, unknown: [] };
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** The day that a feed prints, by its own clock: `Mon, 12 May 2025 23:30:00 +0200` is the 12th everywhere. */
function feedDay(printed: string): string | undefined {
  const day = dayOf(printed);
  if (day !== undefined) {
    const [year, month, date] = day.split('-').map(Number) as [number, number, number];
    return valueOf(calendarDate(year, month, date));
  }
  const match = /^(?:[a-z]{3,9},? +)?(\d{1,2}) +([a-z]{3})[a-z]* +(\d{4})(?!\d)/i.exec(printed.slice(0, 60));
  if (!match) return undefined;
  return valueOf(calendarDate(Number(match[3]), MONTHS.indexOf(match[2]!.toLowerCase()) + 1, Number(match[1])));
}

const valueOf = (date: { value: string } | { fault: string }) => ('value' in date ? date.value : undefined);

/** `press@example.org (Press Section)` is the section; an address alone is nobody. */
function authorName(printed: string): string {
  return printed
    .replace(/^\S+@\S+/, '')
    .replace(/^\s*\((.*)\)\s*$/, '$1')
    .trim();
}

/** Teasers are often cut with `[…]`. */
const withoutEllipsis = (summary: string) => summary.replace(/ ?\[(?:…|\.\.\.|&hellip;|&#8230;)\]/g, ' …');

/** The lines of what may be HTML or text. */
function textLines(markup: string): Line[] {
  if (!/[<&]/.test(markup)) return linesOf(markup);
  const { content } = htmlPage(markup);
  return linesOf(content.map(({ text, bullet }) => (bullet === 'none' ? text : `- ${text}`)).join('\n'));
}
