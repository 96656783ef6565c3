/** Reads a page of HTML: as the text that it prints, and where that leaves something open, as its head has it. */
import type { Gazetteer } from '../../gazetteer.js';
import { mergeNames, splitNames } from '../name-list.js';
import { nameKey } from '../names.js';
import type { NewsReading, Reading, Source } from '../reading.js';
import { contentTypeNamed } from '../vocabulary.js';
import { dayOf, type HtmlHead } from './head.js';
import { htmlPage, type HtmlLine, type HtmlPage } from './html-lines.js';
import { inLinesOfTheFile } from './line-numbers.js';
import type { LinkedEvent } from './linked-data.js';
import { MarkupError } from './markup.js';

/** How the text of a page is read. */
export type ReadText = (source: Source, gazetteer: Gazetteer) => Reading;

/** A title stands among the first lines. */
const HEAD_LINES = 15;
/** Shapes that a page has only because nothing better is known of it. */
const GUESSED = new Set(['bare-text', 'newsroom-print', 'overview', undefined]);

/** What a page of HTML says. It never throws. */
export function readHtml(source: Source, gazetteer: Gazetteer, readText: ReadText): Reading {
  let page: HtmlPage;
  try {
    page = htmlPage(source.text);
  } catch (fault) {
    if (!(fault instanceof MarkupError)) throw fault;
    return { type: 'refusal', pageType: 'unreadable', reason: fault.message, confidence: 1, remarks: [] };
  }
  const { head } = page;
  const read = (content: readonly HtmlLine[]): Reading => {
    const printed = [...page.menu, ...content].flatMap(printedLines);
    const text = printed.map((line) => line.text).join('\n');
    return inLinesOfTheFile(
      readText({ name: head.address ?? source.name, text }, gazetteer),
      printed.map((line) => line.line),
    );
  };

  const content = withTitle(page);
  const reading = read(content);
  if (reading.type === 'news' && !(GUESSED.has(reading.shape) && isEvent(head)))
    return filled(reading, head, gazetteer);
  if (reading.type === 'list' || reading.type === 'event') return reading;
  if (isEvent(head)) {
    const event = read(eventLines(head.linked.event!, content, head.title));
    if (event.type === 'event') return event;
  }
  if (reading.type !== 'refusal') return filled(reading, head, gazetteer);
  if (reading.pageType !== 'empty' && reading.pageType !== 'unrecognised' && reading.pageType !== 'navigation')
    return reading;
  const article = head.linked.article;
  if (!article?.headline) return reading;
  const told = [article.headline, article.description ?? '', ...(article.body ?? '').split(/\n+/)];
  const fromHead = read(told.filter((text) => text.trim() !== '').map(plainLine));
  return fromHead.type === 'news' ? filled(fromHead, head, gazetteer) : reading;
}

const isEvent = ({ linked }: HtmlHead): boolean => dayOf(linked.event?.startsOn) !== undefined && !linked.article;

const plainLine = (text: string): HtmlLine => ({ text: text.replace(/\s+/g, ' '), bullet: 'none', line: 1 });

/** A page whose title stands only in its head, or above its main part, gets it as its first line. */
function withTitle({ content, head }: HtmlPage): readonly HtmlLine[] {
  const { title } = head;
  if (title === undefined || content.length === 0 || content.some((line) => line.isHeadline)) return content;
  const key = nameKey(title);
  if (content.slice(0, HEAD_LINES).some((line) => nameKey(line.text.slice(0, 500)) === key)) return content;
  const above = content[0] && contentTypeNamed(content[0].text) ? 1 : 0;
  return [...content.slice(0, above), plainLine(title), ...content.slice(above)];
}

function printedLines({ text, bullet, line }: HtmlLine): { text: string; line: number }[] {
  if (bullet === 'none') return [{ text, line }];
  if (bullet === 'leaf') return [{ text: `- ${text}`, line }];
  return [
    { text: '-', line },
    { text, line },
  ];
}

/** An event as its page would print it, with the text below. */
function eventLines(event: LinkedEvent, content: readonly HtmlLine[], title?: string): HtmlLine[] {
  const name = event.name ?? title ?? '';
  const days = [dayOf(event.startsOn), dayOf(event.endsOn)].filter(Boolean);
  const labelled = (label: string, values: readonly string[]) =>
    values.length > 0 ? [plainLine(`${label}:`), ...values.map(plainLine)] : [];
  const key = nameKey(name);
  return [
    plainLine(name),
    ...labelled('When', [days.join(' – ')]),
    ...labelled('Where', event.place.length > 0 ? [event.place.join(', ')] : []),
    ...labelled('Organized by', event.organizers),
    ...content.filter((line) => nameKey(line.text.slice(0, 500)) !== key),
  ];
}

/** The text comes first: its dateline is the day of the item, while a page may have been published anew. */
function filled(reading: NewsReading, head: HtmlHead, gazetteer: Gazetteer): NewsReading {
  const { publishedOn, section, linked } = head;
  const sourceId = head.sourceId ?? reading.sourceId;
  const kind = reading.kind ?? contentTypeNamed(section ?? '')?.kind;
  const issuers = reading.issuers.length > 0 ? reading.issuers : knownAmong(linked.article?.issuers ?? [], gazetteer);
  return {
    ...reading,
    ...(reading.issuedOn === undefined &&
      publishedOn !== undefined && { issuedOn: publishedOn, dateSource: 'publishing-date' }),
    ...(kind && { kind }),
    ...(sourceId !== undefined && { sourceId }),
    issuers,
  };
}

/** JSON-LD names people and sites as authors too: only offices count. */
const knownAmong = (names: readonly string[], { offices }: Gazetteer) =>
  mergeNames(names.map((name) => splitNames(name, offices))).filter(({ slug }) => slug !== undefined);
