/**
 * A page of the newsroom that lists items: each has a title, some labels (`Publishing date`, `Content type`, `Where we
 * are`, `What we do`) and a teaser, and any label may be missing.
 */
import { assembleNews } from '../assemble-news.js';
import type { Gazetteer } from '../../gazetteer.js';
import { headOf, isTitle } from '../head-of-page.js';
import { isNothingButDate, labelOf, listLabelWithoutColon, type Label } from '../label.js';
import { readLabelledBlock, type LabelledBlock } from '../labelled-block.js';
import { endsAsASentence, type Line } from '../lines.js';
import type { Page, Shape } from '../page.js';
import type { ListReading, NewsReading } from '../reading.js';
import { contentTypeNamed, isBreadcrumb, type LabelName } from '../vocabulary.js';

const LIST_LABELS: ReadonlySet<LabelName> = new Set(['publishing-date', 'content-type', 'where-we-are', 'fields']);

function listLabelOf(line: Line): Label | undefined {
  return labelOf(line) ?? listLabelWithoutColon(line);
}

function isListLabel(line: Line | undefined): boolean {
  const name = line && labelOf(line)?.name;
  return name !== undefined && LIST_LABELS.has(name);
}

/** Where colons were lost, `What we do` is a label only on a page that has days of publication. */
function isLabelIn(content: readonly Line[]): (line: Line | undefined) => boolean {
  if (content.some(isListLabel)) return isListLabel;
  const days = content.filter((line) => listLabelWithoutColon(line)?.name === 'publishing-date').length;
  return days > 1 ? (line) => line !== undefined && listLabelWithoutColon(line) !== undefined : isListLabel;
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
    const isLabel = isLabelIn(content);
    let blocks = 0;
    for (let at = 1; at < content.length && blocks < 2; at++) {
      if (isLabel(content[at]) && !isLabel(content[at - 1]) && !content[at]!.bullet) blocks++;
    }
    if (blocks === 0) return listsDays(daysBelowTitles(content.slice(0, MOST_LINES_SEEN))) ? 0.93 : 0;
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
function itemsOf(page: Page, gazetteer: Gazetteer): Item[] {
  const isLabel = isLabelIn(page.content);
  const content = page.content.some(isLabel) ? page.content : daysBelowTitles(page.content);
  const byDay = content !== page.content || !content.some(isLabel);
  const items: Item[] = [];
  let current: Item | undefined;
  for (let at = 0; at < content.length;) {
    const line = content[at]!;
    if (isLabel(content[at + 1]) && isTitle(line) && !isLabel(line)) {
      const labels = readLabelledBlock(content, at + 1, gazetteer, isLabel === isListLabel ? labelOf : listLabelOf);
      current = { title: line, labels, teaser: [] };
      items.push(withContentType(current, content[at - 1]));
      at = labels.end;
      continue;
    }
    if (byDay && isBareDay(content, at + 1)) {
      const day = content[at + 1]!;
      const values: LabelledBlock['values'] = new Map([['publishing-date', [{ text: day.text, line: day.number }]]]);
      current = { title: line, labels: { start: at + 1, end: at + 2, values, unknown: [] }, teaser: [] };
      items.push(withContentType(current, content[at - 1]));
      at += 2;
      continue;
    }
    if (isLabel(content[at + 2]) || (byDay && isBareDay(content, at + 2))) {
      // `Press release` above the title of the next item.
      if (contentTypeNamed(line.text)) {
        at++;
        continue;
      }
    }
    if (current && current.teaser.length > 0 && startsUnlabelledItem(content, at, isLabel)) {
      current = { title: line, teaser: [] };
      items.push(current);
    } else if (current) {
      current.teaser.push(line);
    }
    at++;
  }
  return items;
}

/** What an item says it is may stand above its title. */
function withContentType(item: Item, above: Line | undefined): Item {
  if (!above || !item.labels || item.labels.values.has('content-type') || !contentTypeNamed(above.text)) return item;
  item.labels.values.set('content-type', [{ text: above.text, line: above.number }]);
  return item;
}

/** Some lists print the day above the title: such days are moved below it. */
function daysBelowTitles(content: readonly Line[]): readonly Line[] {
  const first = content.findIndex((line) => !isBreadcrumb(line.text));
  if (first < 0 || !isNothingButDate(content[first]!.text)) return content;
  const moved = [...content];
  for (let at = first; at + 1 < moved.length; at++) {
    const [day, title] = [moved[at]!, moved[at + 1]!];
    if (!isNothingButDate(day.text) || !isTitle(title) || endsAsASentence(title.text)) continue;
    moved[at] = title;
    moved[++at] = day;
  }
  return moved;
}

/**
 * A teaser is one line. A further line that does not end as a sentence is the title of an item whose labels are all
 * missing, with its teaser below, or cut off at the end of the page.
 */
function startsUnlabelledItem(
  content: readonly Line[],
  at: number,
  isLabel: (line: Line | undefined) => boolean,
): boolean {
  const line = content[at]!;
  const below = content[at + 1];
  if (!isTitle(line) || line.text.length > 250 || endsAsASentence(line.text)) return false;
  return below === undefined || (!isLabel(content[at + 2]) && endsAsASentence(below.text));
}
