/** The page of an event: `When`, `Where`, `Organized by`. Crawled copies often have the labels without their values. */
import type { Gazetteer } from '../../gazetteer.js';
import { excerpt } from '../assemble-news.js';
import { headOf } from '../head-of-page.js';
import { endsAsASentence, paragraphsOf, type Line } from '../lines.js';
import { mergeNames, splitNames } from '../name-list.js';
import { nameKey } from '../names.js';
import type { Shape } from '../page.js';
import { datesIn } from '../printed-date.js';
import type { EventReading, Refusal, Remark } from '../reading.js';
import { readPeriod } from '../period.js';
import { readPlace } from '../place.js';

type EventLabel = 'when' | 'where' | 'organizer';

const LABELS: Record<EventLabel, string> = {
  when: 'When|Date and time|Когда|Kada|Kur|Wann|Quand',
  where: 'Where|Venue|Где|Gdje|Gde|Ku|Wo|Où',
  organizer:
    'Organized by|Organised by|Organizer|Organizers|Organiser|Organisers|Организатор|Организаторы|Organizator|Organizatori|Organizuar nga|Veranstalter|Organisé par',
};
const LABEL_BY_KEY = new Map(
  (Object.entries(LABELS) as [EventLabel, string][]).flatMap(([label, printed]) =>
    printed.split('|').map((form) => [nameKey(form), label] as const),
  ),
);

/** The label that fills a line, or begins it before a colon. */
function labelOf(line: Line): { label: EventLabel; rest: string } | undefined {
  const colon = line.text.slice(0, 40).indexOf(':');
  const printed = colon < 0 ? line.text : line.text.slice(0, colon);
  if (printed.length > 40) return undefined;
  const label = LABEL_BY_KEY.get(nameKey(printed));
  return label && { label, rest: colon < 0 ? '' : line.text.slice(colon + 1).trim() };
}

/** Labels of an event stand at the top. */
const LAST_LABEL = 25;
const LONGEST_VALUE = 250;

interface EventBlock {
  start: number;
  end: number;
  values: Map<EventLabel, Line[]>;
}

function findEventBlock(content: readonly Line[], gazetteer: Gazetteer): EventBlock | undefined {
  const top = content.slice(0, LAST_LABEL);
  const start = top.findIndex((line) => labelOf(line));
  if (start < 0) return undefined;
  const values: EventBlock['values'] = new Map();
  const order: EventLabel[] = [];
  let at = start;
  for (; at < content.length; at++) {
    const line = content[at]!;
    if (line.text === '') continue;
    const found = labelOf(line);
    if (found) {
      order.push(found.label);
      values.set(found.label, found.rest === '' ? [] : [{ ...line, text: found.rest }]);
      continue;
    }
    const label = order.at(-1)!;
    const lines = values.get(label)!;
    // Some copies print all labels first and all values after them.
    if (order.length > 1 && [...values.values()].every((each) => each.length === 0) && isPeriod(line)) {
      order.forEach((each, index) => values.set(each, content.slice(at + index, at + index + 1)));
      at += order.length;
      break;
    }
    if (at === content.length - 1 && isHalfALabel(line)) break;
    const labelAhead = content.slice(at + 1, at + 4).some((next) => labelOf(next));
    const belongs = labelAhead ? line.text.length <= LONGEST_VALUE : isValue(label, line, lines.length, gazetteer);
    if (!belongs) break;
    lines.push(line);
  }
  return values.size > 1 ? { start, end: at, values } : undefined;
}

/** What a cut leaves of the next label must not become the value of this one. */
function isHalfALabel(line: Line): boolean {
  const key = nameKey(line.text.slice(0, 40));
  return [...LABEL_BY_KEY.keys()].some((label) => label.startsWith(key));
}

function isPeriod(line: Line): boolean {
  return line.text.length < 120 && datesIn(line.text).length > 0 && !endsAsASentence(line.text);
}

/** Whether a line below the last label is its value: the text that follows is made of sentences and headings. */
function isValue(label: EventLabel, line: Line, before: number, gazetteer: Gazetteer): boolean {
  if (line.text.length > LONGEST_VALUE || endsAsASentence(line.text)) return false;
  if (label === 'when') return before === 0 && isPeriod(line);
  if (label === 'where') return before === 0;
  return before === 0 || line.bullet || splitNames(line.text, gazetteer.offices).some((name) => name.slug);
}

export const eventPage: Shape = {
  name: 'event-page',
  recognise({ content }, gazetteer) {
    const block = findEventBlock(content, gazetteer);
    if (!block) return 0;
    return block.values.size === 3 ? 0.96 : 0.8;
  },
  read(page, gazetteer, confidence): EventReading | Refusal {
    const { content } = page;
    const block = findEventBlock(content, gazetteer)!;
    const above = content.slice(0, block.start).filter((line) => !/^events?$/.test(nameKey(line.text)));
    const title = headOf(above).title?.text;
    const printed = (label: EventLabel) => block.values.get(label) ?? [];
    const refuse = (reason: string): Refusal => ({
      type: 'refusal',
      shape: 'event-page',
      pageType: 'event',
      confidence,
      reason,
      ...(title !== undefined && { title }),
      remarks: [],
    });
    if (title === undefined) return refuse('This is the page of an event, but its title is missing.');
    if (printed('when').length + printed('where').length === 0) {
      const organizer = printed('organizer')[0];
      return refuse(
        organizer
          ? `This is the page of an event organized by “${excerpt(organizer.text)}”, but “When” and “Where” have no values.`
          : 'This is the page of an event, but “When”, “Where” and “Organized by” have no values.',
      );
    }

    const remarks: Remark[] = [];
    const when = printed('when')[0];
    const period = when ? readPeriod(when, remarks) : {};
    const place = readPlace(printed('where'), gazetteer, remarks);
    const organizers = mergeNames(printed('organizer').map((line) => splitNames(line.text, gazetteer.offices)));
    for (const organizer of organizers) {
      if (organizer.slug) continue;
      remarks.push({
        code: 'unknown-issuer',
        message: `The gazetteer has no office named “${excerpt(organizer.text)}”.`,
      });
    }
    for (const [label, shown] of [
      ['when', 'When'],
      ['where', 'Where'],
      ['organizer', 'Organized by'],
    ] as const) {
      if (printed(label).length === 0) remarks.push({ code: 'missing-value', message: `“${shown}” has no value.` });
    }
    const body = paragraphsOf([...above.slice(headOf(above).next), ...content.slice(block.end)]);
    return {
      type: 'event',
      shape: 'event-page',
      confidence,
      title,
      ...(body.length > 0 && { body: body.join('\n\n') }),
      ...period,
      ...place,
      organizers,
      ...(page.sourceUrl !== undefined && { sourceUrl: page.sourceUrl }),
      remarks,
    };
  },
};
