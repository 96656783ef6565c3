/**
 * A page of the newsroom that lists items: each has a title, some labels (`Publishing date`, `Content type`, `Where we
 * are`, `What we do`) and a teaser, and any label may be missing.
 */
import { assembleNews } from '../assemble-news.js';
import type { Gazetteer } from '../../gazetteer.js';
import { headOf, isTitle } from '../head-of-page.js';
import { isNothingButDate, labelOf, readLabelledBlock, type LabelledBlock } from '../labelled-block.js';
import { endsAsASentence, type Line } from '../lines.js';
import type { Page, Shape } from '../page.js';
import type { ListReading, NewsReading } from '../reading.js';
import type { LabelName } from '../vocabulary.js';

const LIST_LABELS: ReadonlySet<LabelName> = new Set(['publishing-date', 'content-type', 'where-we-are', 'fields']);

function isListLabel(line: Line | undefined): boolean {
  const name = line && labelOf(line)?.name;
  return name !== undefined && LIST_LABELS.has(name);
}

/** Older lists print the day of each item on a line of its own below the title. */
function isBareDay(content: readonly Line[], at: number): boolean {
  const line = content[at];
  const above = content[at - 1];
  if (!line || line.bullet || !isNothingButDate(line.text)) return false;
  return isTitle(above) && !isNothingButDate(above.text) && !endsAsASentence(above.text) && !labelOf(above);
}

/** Whether the days of a page are those of its items, rather than one day of one item, or a calendar. */
function listsDays(content: readonly Line[]): boolean {
  if (!isTitle(content[0])) return false;
  let days = 0;
  let told = 0;
  for (let at = 1; at < content.length; at++) {
    if (!isBareDay(content, at)) continue;
    days++;
    if (content[at + 1] && endsAsASentence(content[at + 1]!.text) && content[at + 1]!.text.length > 20) told++;
  }
  return days > 1 && told > 1 && told * 2 >= days && days * 6 >= content.length;
}

interface Item {
  title: Line;
  labels?: LabelledBlock;
  teaser: Line[];
}

const MOST_LINES_SEEN = 500;

export const listPage: Shape = {
  name: 'list-page',
  recognise(page) {
    const { content } = page;
    let blocks = 0;
    for (let at = 1; at < content.length && blocks < 2; at++) {
      if (isListLabel(content[at]) && !isListLabel(content[at - 1]) && !content[at]!.bullet) blocks++;
    }
    if (blocks === 0) return listsDays(content.slice(0, MOST_LINES_SEEN)) ? 0.93 : 0;
    if (blocks > 1) return 0.97;
    return headOf(content).breadcrumbs ? 0.9 : 0.5;
  },
  read(page, gazetteer, confidence): ListReading {
    const items = itemsOf(page, gazetteer).map((item): NewsReading =>
      assembleNews(
        {
          shape: 'list-page',
          confidence,
          title: item.title,
          lead: item.teaser,
          body: [],
          ...(item.labels && { labels: item.labels }),
        },
        gazetteer,
      ),
    );
    return { type: 'list', shape: 'list-page', confidence, items, remarks: [] };
  },
};

/** Each block of labels belongs to the line above it; what follows it is the teaser, up to the next such line. */
function itemsOf({ content }: Page, gazetteer: Gazetteer): Item[] {
  const items: Item[] = [];
  let current: Item | undefined;
  const byDay = !content.some((line) => isListLabel(line));
  for (let at = 0; at < content.length;) {
    const line = content[at]!;
    if (isListLabel(content[at + 1]) && isTitle(line) && !labelOf(line)?.name) {
      const labels = readLabelledBlock(content, at + 1, gazetteer);
      current = { title: line, labels, teaser: [] };
      items.push(current);
      at = labels.end;
      continue;
    }
    if (byDay && isBareDay(content, at + 1)) {
      const day = content[at + 1]!;
      const values = new Map([['publishing-date' as const, [{ text: day.text, line: day.number }]]]);
      current = { title: line, labels: { start: at + 1, end: at + 2, values, unknown: [] }, teaser: [] };
      items.push(current);
      at += 2;
      continue;
    }
    if (current && current.teaser.length > 0 && startsUnlabelledItem(content, at)) {
      current = { title: line, teaser: [] };
      items.push(current);
    } else if (current) {
      current.teaser.push(line);
    }
    at++;
  }
  return items;
}

/**
 * A teaser is one line. A further line that does not end as a sentence is the title of an item whose labels are all
 * missing, with its teaser below, or cut off at the end of the page.
 */
function startsUnlabelledItem(content: readonly Line[], at: number): boolean {
  const line = content[at]!;
  const below = content[at + 1];
  if (!isTitle(line) || line.text.length > 250 || endsAsASentence(line.text)) return false;
  return below === undefined || (!isListLabel(content[at + 2]) && endsAsASentence(below.text));
}
