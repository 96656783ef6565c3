/**
 * The block of labels beside a news item: `- Issued on:`, `- Issued by:`, `- Fields of work:`, each with its values on the
 * same line or on those that follow, or with none.
 */
import type { Gazetteer, NamedNode } from '../gazetteer.js';
import { endsAsASentence, type Line } from './lines.js';
import { LONGEST_LIST, splitNames } from './name-list.js';
import { datesIn } from './printed-date.js';
import { contentTypeNamed, labelNamed, type LabelName } from './vocabulary.js';

export interface LabelledValue {
  text: string;
  line: number;
}

export interface LabelledBlock {
  /** Index of its first line, and of the first after it. */
  start: number;
  end: number;
  /** A label that stands without values has an empty list. */
  values: Map<LabelName, LabelledValue[]>;
  /** Labels that mean nothing to the reader, with the first of their values. */
  unknown: LabelledValue[];
}

export interface Label {
  name?: LabelName;
  printed: string;
  rest: string;
}

const LONGEST_LABEL = 40;
const LONGEST_VALUE = 300;
const BESIDE_A_DATE = /^(?:\s|[\d:.,()–-]|(?:mon|tues|wednes|thurs|fri|satur|sun)day|cet|cest|utc|gmt|am|pm|h)*$/i;
/** A block stands next to the title, or at the end of the page; labels between are part of the text. */
const LAST_START = 10;
const LONGEST_LAST_BLOCK = 12;
const LAST_BYLINE = 5;

/** The label with which a line begins. An unknown one is believed only where it stands alone behind a bullet. */
export function labelOf(line: Line): Label | undefined {
  const colon = line.text.slice(0, LONGEST_LABEL + 1).indexOf(':');
  if (colon < 1) return undefined;
  const printed = line.text.slice(0, colon).trim();
  const rest = line.text.slice(colon + 1).trim();
  const name = labelNamed(printed);
  if (name) return { name, printed, rest };
  return line.bullet && rest === '' ? { printed, rest } : undefined;
}

/** Copies lose the colon. Then only a label in the words of items is believed, and beside a value only a date or a place. */
const WITHOUT_COLON: ReadonlySet<LabelName> = new Set([
  'issued-on',
  'date',
  'publishing-date',
  'issued-by',
  'source',
  'fields',
  'place',
]);
/** Headings of pages on which an office presents itself. */
const HEADINGS = /^(?:what we do|where we are|projects?|type)$/i;
const DATED = /^(issued on|date|publishing date|published on|publication date|datum|дата) (.{4,80})$/iu;
const PLACED = /^(place|mjesto|mesto|место) (\p{Lu}[\p{Lu} /,.’'-]{2,60})$/u;
const NAMED = /^(issued by|source|fields? of work|izdavač|izvor|источник) (.{3,300})$/iu;

function labelWithoutColon({ text, bullet }: Line): Label | undefined {
  if (bullet || text.length > LONGEST_VALUE || HEADINGS.test(text)) return undefined;
  const alone = text.length <= LONGEST_LABEL && /^\p{Lu}/u.test(text) ? labelNamed(text) : undefined;
  if (alone) return WITHOUT_COLON.has(alone) ? { name: alone, printed: text, rest: '' } : undefined;
  const dated = DATED.exec(text);
  const beside = dated && isNothingButDate(dated[2]!) ? dated : (PLACED.exec(capitalised(text)) ?? namedBeside(text));
  const name = beside ? labelNamed(beside[1]!) : undefined;
  return name && beside ? { name, printed: beside[1]!, rest: beside[2]!.trim() } : undefined;
}

const LISTED = /^(publishing date|content type|where we are|what we do)(?: (.{2,300}))?$/i;

/** The same in a list of items, whose labels are headings elsewhere. */
export function listLabelWithoutColon({ text, bullet }: Line): Label | undefined {
  const match = bullet || text.length > LONGEST_VALUE ? null : LISTED.exec(text);
  const name = match && !endsAsASentence(text) ? labelNamed(match[1]!) : undefined;
  return name && match ? { name, printed: match[1]!, rest: match[2] ?? '' } : undefined;
}

function namedBeside(text: string): RegExpExecArray | undefined {
  const match = NAMED.exec(text);
  return match && /^\p{Lu}/u.test(match[2]!) && !endsAsASentence(text) ? match : undefined;
}

/** Labels begin with a capital; the pattern for places needs the rest in capitals, so the label is made small. */
function capitalised(text: string): string {
  const space = text.indexOf(' ');
  return space < 0 ? text : text.slice(0, space).toLowerCase() + text.slice(space);
}

/** Beside a date stand at most a day of the week and a time; anything else is a sentence. */
export function isNothingButDate(text: string): boolean {
  const date = text.length < 80 ? datesIn(text)[0] : undefined;
  return date !== undefined && BESIDE_A_DATE.test(`${text.slice(0, date.start)} ${text.slice(date.end)}`);
}

/** Whether a line begins with a label that the reader knows. */
function isKnownLabel(line: Line | undefined): boolean {
  return line !== undefined && labelOf(line)?.name !== undefined;
}

/** The block of a page with one item. One label alone, without a bullet, may be a sentence: two are a block. */
export function findLabelledBlock(lines: readonly Line[], gazetteer: Gazetteer): LabelledBlock | undefined {
  for (let at = 0; at < Math.min(lines.length, LAST_START); at++) {
    const byline = at > 0 && at < LAST_BYLINE ? bylineIn(lines[at]!, gazetteer) : undefined;
    if (byline) return { start: at, end: at + 1, values: byline, unknown: [] };
    if (isKnownLabel(lines[at])) {
      const block = readLabelledBlock(lines, at, gazetteer);
      if (lines[at]!.bullet || (block.values.size > 1 && saysWhoOrWhat(block)) || saysOneThing(block, gazetteer))
        return block;
    } else if (labelWithoutColon(lines[at]!)) {
      const block = readLabelledBlock(lines, at, gazetteer, (line) => labelOf(line) ?? labelWithoutColon(line));
      if ((block.values.size > 1 && saysWhoOrWhat(block)) || saysOneThing(block, gazetteer)) return block;
    }
  }
  return lastBlock(lines, gazetteer);
}

/** `4 May 2023 | OSCE Mission to Skopje | News` below a title: values that need no labels. */
function bylineIn({ text, bullet, number }: Line, gazetteer: Gazetteer): LabelledBlock['values'] | undefined {
  if (bullet || text.length > LONGEST_VALUE) return undefined;
  const parts = text.split(/ ?[|•·] ?/).filter((part) => part !== '');
  if (parts.length < 2 || parts.length > 6) return undefined;
  const values: LabelledBlock['values'] = new Map();
  for (const part of parts) {
    const name: LabelName | undefined = isNothingButDate(part)
      ? 'publishing-date'
      : splitNames(part, gazetteer.offices).every((each) => each.slug)
        ? 'issued-by'
        : contentTypeNamed(part)
          ? 'content-type'
          : part === part.toUpperCase() && /^\p{Lu}/u.test(part)
            ? 'place'
            : undefined;
    if (!name || values.has(name)) return undefined;
    values.set(name, [{ text: part, line: number }]);
  }
  return values.has('publishing-date') ? values : undefined;
}

/** Older pages print the labels below the text. */
function lastBlock(lines: readonly Line[], gazetteer: Gazetteer): LabelledBlock | undefined {
  for (let at = Math.max(LAST_START, lines.length - LONGEST_LAST_BLOCK); at < lines.length; at++) {
    if (!isKnownLabel(lines[at])) continue;
    const block = readLabelledBlock(lines, at, gazetteer);
    if (block.end === lines.length && block.values.size > 1 && saysWhoOrWhat(block)) return block;
  }
  return undefined;
}

/** `Issued on: 4 May 2016`, or `Issued by:` and an office, and nothing else says enough. */
function saysOneThing({ values }: LabelledBlock, gazetteer: Gazetteer): boolean {
  const days = values.get('issued-on') ?? values.get('publishing-date');
  if (days?.length === 1 && isNothingButDate(days[0]!.text)) return true;
  const issuers = values.get('issued-by');
  return issuers?.length === 1 && splitNames(issuers[0]!.text, gazetteer.offices).some((each) => each.slug);
}

/** `Place:` and `Date:` in a text are those of a meeting to come; the labels of an item say who issued it, or about what. */
function saysWhoOrWhat({ values }: LabelledBlock): boolean {
  return (['issued-on', 'issued-by', 'source', 'where-we-are', 'fields'] as const).some((label) => values.has(label));
}

/** Reads the block that begins at a line with a known label. */
export function readLabelledBlock(
  lines: readonly Line[],
  start: number,
  gazetteer: Gazetteer,
  labelIn: (line: Line) => Label | undefined = labelOf,
): LabelledBlock {
  const values: LabelledBlock['values'] = new Map();
  const unknown: LabelledValue[] = [];
  let name: LabelName | undefined;
  let current: LabelledValue[] = [];
  let at = start;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    const label = labelIn(line);
    if (label) {
      name = label.name;
      current = (name && values.get(name)) ?? [];
      if (name) values.set(name, current);
      else unknown.push({ text: label.printed, line: line.number });
      if (label.rest !== '') current.push({ text: label.rest, line: line.number });
      continue;
    }
    if (line.text === '') continue;
    const belongs = line.bullet
      ? line.text.length <= LONGEST_VALUE || isLongList(name, line.text, gazetteer)
      : isValue(name, line.text, gazetteer, current.length > 0) ||
        (current.length === 0 && isBetween(line, lines[at + 1], labelIn, values));
    if (!belongs) break;
    current.push({ text: line.text, line: line.number });
  }
  return { start, end: at, values, unknown };
}

/**
 * A line between an empty label and another label can only be a value. Where the other label was read before, the line is
 * the title of the next item of a list.
 */
function isBetween(
  line: Line,
  next: Line | undefined,
  labelIn: (line: Line) => Label | undefined,
  values: LabelledBlock['values'],
): boolean {
  const name = next && labelIn(next)?.name;
  return line.text.length <= LONGEST_VALUE && name !== undefined && !values.has(name);
}

/** An item may be about all fields of work: a list is longer than a value where most of it is known. */
function isLongList(name: LabelName | undefined, text: string, gazetteer: Gazetteer): boolean {
  if (text.length > LONGEST_LIST || endsAsASentence(text)) return false;
  const nodes = name === 'fields' ? gazetteer.fieldsOfWork : gazetteer.offices;
  if (name !== 'fields' && name !== 'issued-by' && name !== 'source' && name !== 'where-we-are') return false;
  const names = splitNames(text, nodes);
  return names.length > 2 && names.filter(({ slug }) => slug).length * 2 > names.length;
}

/**
 * Whether a line without a bullet is a value, rather than the first of the body: its words are known as such, and all of
 * them where the label has a value already.
 */
function isValue(name: LabelName | undefined, text: string, gazetteer: Gazetteer, further: boolean): boolean {
  if (text.length > LONGEST_VALUE) return isLongList(name, text, gazetteer);
  const known = (nodes: readonly NamedNode[]) => {
    const names = splitNames(text, nodes);
    return further ? names.every((each) => each.slug) : names.some((each) => each.slug);
  };
  switch (name) {
    case 'issued-on':
    case 'date':
    case 'publishing-date':
      return !further && isNothingButDate(text);
    case 'content-type':
      return !further && contentTypeNamed(text) !== undefined;
    case 'place':
      return !further && text.length <= 60 && text === text.toUpperCase() && /^\p{Lu}/u.test(text);
    case 'issued-by':
    case 'source':
    case 'where-we-are':
      return known(gazetteer.offices);
    case 'fields':
      return known(gazetteer.fieldsOfWork);
    case 'projects':
      return known(gazetteer.projects);
    default:
      return false;
  }
}
