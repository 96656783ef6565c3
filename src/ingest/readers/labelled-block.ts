/**
 * The block of labels beside a news item: `- Issued on:`, `- Issued by:`, `- Fields of work:`, each with its values on the
 * same line or on those that follow, or with none.
 */
import type { Gazetteer, NamedNode } from '../gazetteer.js';
import { isNothingButDate, labelOf, labelWithoutColon, type Label } from './label.js';
import { endsAsASentence, type Line } from './lines.js';
import { LONGEST_LIST, splitNames } from './name-list.js';
import { contentTypeNamed, type LabelName } from './vocabulary.js';

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

const LONGEST_VALUE = 300;
/** A block stands next to the title, or at the end of the page; labels between are part of the text. */
const LAST_START = 10;
const LONGEST_LAST_BLOCK = 12;
const LAST_BYLINE = 5;

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
