/**
 * The dateline with which news begins: `SKOPJE, 8 April 2011 – A team ...`. It is read strictly, since a date inside the
 * first sentence is that of the event: places, then a date, then a dash (or the date first), and nothing else.
 */
import { datesIn, type PrintedDate } from './printed-date.js';

/** What stands before the first sentence. */
export interface Dateline {
  /** As printed, without the brackets and dashes around them. */
  places: string[];
  date: PrintedDate;
  /** Where the text after the dateline begins. */
  end: number;
  /** Whether nothing follows: a line that holds only place and date. */
  alone: boolean;
}

/** Datelines are short; what lies beyond is text. */
const LONGEST_DATELINE = 200;

const DASH = /^[ ,.]*[-‐‑‒–—−]{1,3} ?/;
/** Words for `year` after the number, and the full stop that some languages set after either. */
const YEAR_WORD =
  /^(?:[-.]? ?(?:година|године|года|году|год|року|godine|godina|god|g|г|r|roku|թ|թվական|წ|წელი|წლის|c[iıuü] il|ж|жыл)(?!\p{L})\.?|\.)?/iu;
/** Words that a place name may hold in small letters. */
const SMALL_WORDS = new Set([
  'and',
  'i',
  'и',
  'und',
  'et',
  'dhe',
  'de',
  'du',
  'la',
  'le',
  'am',
  'an',
  'der',
  'in',
  'na',
  'of',
  'the',
  'sur',
  'upon',
]);
/** Capitalised words that begin a sentence with a date rather than a dateline. */
const NO_PLACES = new Set(
  'date datum дата data published issued posted updated on in from at since by until till after before during between for as with this these today yesterday dated every each am im vom le au du dne dana данас с на в от до по после am nach seit depuis më prej'.split(
    ' ',
  ),
);
const WEEKDAY_NAMES =
  'monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun ponedjeljak ponedeljak utorak srijeda sreda četvrtak petak subota nedjelja nedelja понедељак уторак среда четвртак петак субота недеља понедельник вторник четверг пятница суббота воскресенье montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche';
const WEEKDAYS = new Set(WEEKDAY_NAMES.split(' '));
/** `Monday, 3 March 2014`: the day of the week before the date says nothing more. */
const WEEKDAY_FIRST = new RegExp(`^\\(?(?:${WEEKDAY_NAMES.split(' ').join('|')})\\.?,? `, 'iu');

/** The dateline with which a paragraph begins, if it has one. */
export function datelineOf(paragraph: string): Dateline | undefined {
  const head = paragraph.slice(0, LONGEST_DATELINE);
  const offset = head.startsWith('(') ? 1 : 0;
  const dates = datesIn(head);
  const first = dates[0];
  if (!first) return yearOnlyDateline(paragraph);
  const isFirst = first.start <= Math.max(offset, WEEKDAY_FIRST.exec(head)?.[0].length ?? 0);
  const dateline = isFirst ? dateFirst(paragraph, first) : placeFirst(paragraph, first, offset);
  return dateline ?? yearOnlyDateline(paragraph);
}

/** `VIENNA, 3 May 2011 –`, and `GENEVA – 6 October 2020.` */
function placeFirst(paragraph: string, date: PrintedDate, offset: number): Dateline | undefined {
  const places = placesIn(paragraph.slice(offset, date.start));
  if (!places) return undefined;
  const ending = endOf(paragraph, date);
  if (!ending) return undefined;
  // A full stop ends ordinary sentences too: it counts only after places in capitals.
  if (ending.mark === 'stop' && !places.every(inCapitals)) return undefined;
  return { places, date, end: ending.end, alone: ending.mark === 'nothing' };
}

/** `12 June 2025, Sarajevo –` */
function dateFirst(paragraph: string, date: PrintedDate): Dateline | undefined {
  const afterDate = skipYearWord(paragraph, date.end, date);
  const rest = paragraph.slice(afterDate, afterDate + LONGEST_DATELINE);
  const separator = /^ ?[,/] ?/.exec(rest);
  if (!separator) {
    const ending = endOf(paragraph, date);
    return ending && ending.mark !== 'stop'
      ? { places: [], date, end: ending.end, alone: ending.mark === 'nothing' }
      : undefined;
  }
  const placed = rest.slice(separator[0].length);
  // A dash inside a name has a letter on either side; the one that ends the dateline has not on one of them.
  const dash = / [-‐‑‒–—−]{1,3} ?|[-‐‑‒–—−]{1,3} |[–—]|(?<=^[\p{Lu} /]{3,40}): /u.exec(placed);
  const printed = dash ? placed.slice(0, dash.index) : placed;
  const places = placesIn(printed);
  if (!places || (!dash && rest.length < paragraph.length - afterDate)) return undefined;
  const end = afterDate + separator[0].length + (dash ? dash.index + dash[0].length : placed.length);
  return { places, date, end, alone: !dash };
}

/** `BISHKEK 1996-`: a year alone is believed only after a place in capitals, and never the year of a chairpersonship. */
function yearOnlyDateline(paragraph: string): Dateline | undefined {
  const head = paragraph.slice(0, LONGEST_DATELINE);
  const match = /^(\(?)([^\d]{2,80}?),? ?\b((?:19|20)\d{2})\)?(?= ?[-‐‑‒–—−])/u.exec(head);
  if (!match) return undefined;
  const places = placesIn(match[2]!);
  if (!places?.every(inCapitals) || places.some((place) => /^(?:OSCE|CSCE|ОБСЕ)\b/u.test(place))) return undefined;
  const dash = DASH.exec(head.slice(match[0].length));
  if (!dash) return undefined;
  const end = match[0].length + dash[0].length;
  const rest = paragraph.slice(end, end + 80);
  if (/^\d/.test(rest) || /chair(?:person|man)?(?:ship)?\b/i.test(rest)) return undefined;
  const year = match[3]!;
  const start = match[0].lastIndexOf(year);
  return { places, date: { start, end: start + 4, text: year, value: year }, end, alone: rest.trim() === '' };
}

interface Ending {
  end: number;
  mark: 'dash' | 'stop' | 'nothing';
}

function endOf(paragraph: string, date: PrintedDate): Ending | undefined {
  let at = skipYearWord(paragraph, date.end, date);
  const rest = paragraph.slice(at, at + 12);
  const bracket = /^ ?\)/.test(rest);
  if (bracket) at += rest.indexOf(')') + 1;
  // `(OSCE) --` names the agency, as wires do.
  at += /^ \((?:OSCE|CSCE|ODIHR)[^()]{0,20}\)(?= ?[-‐‑‒–—−])/u.exec(paragraph.slice(at, at + 30))?.[0].length ?? 0;
  at +=
    /^, \d{1,2}[:.]\d{2}(?: ?(?:hrs?|h|CET|CEST|UTC))?(?= ?[-‐‑‒–—−])/.exec(paragraph.slice(at, at + 20))?.[0].length ??
    0;
  const after = paragraph.slice(at, at + 12);
  const dash = DASH.exec(after);
  // `3-5 May 2011 - 7 June` is a span of time.
  if (dash) return /^\d/.test(after.slice(dash[0].length)) ? undefined : { end: at + dash[0].length, mark: 'dash' };
  if (/^ ?[.,:]?$/.test(after)) return { end: paragraph.length, mark: 'nothing' };
  // `(VIENNA, 3 May 2011) The ...` needs no further mark.
  if (bracket && paragraph.startsWith('(') && after.startsWith(' ')) return { end: at + 1, mark: 'stop' };
  const colon = /^ ?[.:] /.exec(after) ?? (paragraph[at - 1] === '.' ? /^ /.exec(after) : null);
  if (colon) return { end: at + colon[0].length, mark: 'stop' };
  // Some copies lost the dash: the sentence begins with a capital.
  return date.value?.length === 10 && /^ \p{Lu}/u.test(after) ? { end: at + 1, mark: 'stop' } : undefined;
}

function skipYearWord(paragraph: string, at: number, date: PrintedDate): number {
  if (date.withoutYear) return at;
  const word = YEAR_WORD.exec(paragraph.slice(at, at + 12));
  if (!word) return at;
  // The full stop of `2020. The` belongs to the sentence unless a dash or another sign follows; either way it is no text.
  return at + word[0].length;
}

/** The places of `WARSAW/BISHKEK,` or nothing where the words are no places. */
function placesIn(printed: string): string[] | undefined {
  const bare = printed
    .replace(/[ ,(/–—-]+$/u, '')
    .replace(/[, ]+(?:the|le|den|am|dne|më)$/iu, '')
    .trim();
  if (bare === '' || bare.length > 100) return undefined;
  const places: string[] = [];
  for (const part of bare.split(/[/,&]| [-–—] /u)) {
    const place = part.trim();
    if (WEEKDAYS.has(place.toLowerCase())) continue;
    if (!isPlace(place)) return undefined;
    places.push(place);
  }
  return places.length > 0 && places.length <= 8 ? places : undefined;
}

function isPlace(text: string): boolean {
  const words = text.split(' ');
  if (words.length > 6 || NO_PLACES.has(words[0]!.toLowerCase())) return false;
  return words.every(
    (word, at) => /^\(?\p{Lu}[\p{L}\p{M}.'’-]*\)?$/u.test(word) || (at > 0 && SMALL_WORDS.has(word.toLowerCase())),
  );
}

function inCapitals(place: string): boolean {
  return place === place.toUpperCase();
}
