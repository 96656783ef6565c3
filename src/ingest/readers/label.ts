/** The label with which a line begins, such as `Issued by:`, and what stands behind it. */
import { endsAsASentence, type Line } from './lines.js';
import { datesIn } from './printed-date.js';
import { labelNamed, type LabelName } from './vocabulary.js';

export interface Label {
  name?: LabelName;
  printed: string;
  rest: string;
}

const LONGEST_LABEL = 40;
const LONGEST_VALUE = 300;
const BESIDE_A_DATE = /^(?:\s|[\d:.,()–-]|(?:mon|tues|wednes|thurs|fri|satur|sun)day|cet|cest|utc|gmt|am|pm|h)*$/i;
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

/** The label of a line that has lost the colon behind it. */
export function labelWithoutColon({ text, bullet }: Line): Label | undefined {
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
