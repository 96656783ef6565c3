/**
 * Pages without labels: the older print, where `Newsroom` stands above the title and a line of place and date below it,
 * and bare text, which is a title and what follows it.
 */
import type { Gazetteer } from '../../gazetteer.js';
import { assembleNews } from '../assemble-news.js';
import { datelineOf } from '../dateline.js';
import { headOf } from '../head-of-page.js';
import type { Line } from '../lines.js';
import type { Page, Shape } from '../page.js';
import type { NewsReading, PageLayoutName } from '../reading.js';
import { leadPrintedTwice } from './labelled-page.js';

function readPlainNews(name: PageLayoutName, page: Page, gazetteer: Gazetteer, confidence: number): NewsReading {
  const head = headOf(page.content);
  const rest = page.content.slice(head.next);
  return assembleNews(
    {
      shape: name,
      confidence,
      title: head.title!,
      ...leadPrintedTwice(rest),
      ...(head.contentType && { contentType: head.contentType }),
      ...(head.dateLine && { dateLine: head.dateLine }),
      ...(page.sourceUrl !== undefined && { sourceUrl: page.sourceUrl }),
    },
    gazetteer,
  );
}

/** A paragraph of fewer characters is a heading or a link. */
const SHORTEST_PARAGRAPH = 60;

function hasParagraph(lines: readonly Line[]): boolean {
  return lines.some((line) => !line.bullet && line.text.length >= SHORTEST_PARAGRAPH);
}

export const newsroomPrint: Shape = {
  name: 'newsroom-print',
  recognise({ content }) {
    const head = headOf(content);
    if (!head.title || content.length <= head.next) return 0;
    if (head.dateLine) return head.breadcrumbs ? 0.9 : 0.75;
    if (!head.breadcrumbs) return 0;
    if (datelineOf(content[head.next]!.text)) return 0.75;
    return hasParagraph(content.slice(head.next, head.next + 5)) ? 0.6 : 0;
  },
  read: (page, gazetteer, confidence) => readPlainNews('newsroom-print', page, gazetteer, confidence),
};

export const bareText: Shape = {
  name: 'bare-text',
  recognise({ content }) {
    const head = headOf(content);
    const first = content[head.next];
    if (!head.title || !first) return 0;
    if (datelineOf(first.text)) return 0.7;
    return hasParagraph(content.slice(head.next, head.next + 5)) ? 0.45 : 0;
  },
  read: (page, gazetteer, confidence) => readPlainNews('bare-text', page, gazetteer, confidence),
};
