import { FOLDED, IS_SILENT, IS_SPACE, IS_UPPER, IS_WORD, folded } from './alphabet.js';

/** A phrase found: `text.slice(start, end)`. */
export interface Hit<T> {
  value: T;
  start: number;
  end: number;
}

/** More white space than this within a phrase is layout, not a phrase. */
const MAX_GAP = 12;
const NEWLINE = 10;
const SPACE = 32;

interface Phrase<T> {
  /** Folded; the capitals are kept apart. */
  letters: string;
  /** Where a capital is required. */
  capitals: readonly boolean[];
  value: T;
}

/**
 * Finds many phrases in one pass: a trie, entered at the start of each word. Words that no phrase begins with cost one
 * table look-up for each letter. At each place the longest phrase wins, and the search goes on behind it. A phrase ends
 * where a word ends, so Oman is never found in Romania.
 *
 * Capitals of the phrase are required of the text; elsewhere the text may have capitals of its own (ALBANIA). The same
 * letters with other capitals may be another phrase, hence the lists.
 */
export class Automaton<T> {
  private readonly symbols = new Uint8Array(0x10000);
  private readonly width: number;
  private readonly next: Int32Array;
  private readonly ends: (Phrase<T>[] | undefined)[] = [];
  /** State after the first unit of a word, 0 for none; capitals are already respected. */
  private readonly entry = new Int32Array(0x10000);

  constructor(phrases: Iterable<readonly [string, T]>) {
    const all = [...phrases].map(([phrase, value]) => compile(phrase, value));
    let symbols = 0;
    for (const { letters } of all)
      for (let i = 0; i < letters.length; i++) {
        const unit = letters.charCodeAt(i);
        if (this.symbols[unit] === 0) this.symbols[unit] = ++symbols;
      }
    if (symbols > 255) throw new RangeError(`the phrases have ${symbols} different letters; at most 255 are supported`);
    // Every unit that folds to a known letter reads as that letter.
    for (let unit = 0; unit < 0x10000; unit++) {
      const target = FOLDED[unit] ?? unit;
      if (target !== unit) this.symbols[unit] = this.symbols[target] ?? 0;
    }
    this.width = symbols + 1;
    this.next = this.build(all);
    for (let unit = 0; unit < 0x10000; unit++) this.entry[unit] = this.enter(unit, all);
  }

  /** The next phrase at or behind `from`. */
  find(text: string, from: number, until = text.length): Hit<T> | undefined {
    let i = from;
    while (i < until) {
      const unit = text.charCodeAt(i);
      if (IS_WORD[unit] === 0) {
        i++;
        continue;
      }
      const state = this.entry[unit] as number;
      if (state !== 0) {
        const hit = this.walk(text, i, state, until);
        if (hit !== undefined) return hit;
      }
      i++;
      while (i < until && IS_WORD[text.charCodeAt(i)] === 1) i++;
    }
    return undefined;
  }

  private walk(text: string, start: number, entry: number, until: number): Hit<T> | undefined {
    let state = entry;
    let best: Hit<T> | undefined;
    let i = start + 1;
    for (;;) {
      const candidates = this.ends[state];
      if (candidates !== undefined) {
        const end = wordEnd(text, i, until);
        if (end !== -1) {
          const phrase = candidates.find((candidate) => capitalsFit(text, start, candidate));
          if (phrase !== undefined) best = { value: phrase.value, start, end };
        }
      }
      while (i < until && IS_SILENT[text.charCodeAt(i)] === 1) i++;
      if (i >= until) return best;
      const unit = text.charCodeAt(i);
      state = this.next[state * this.width + (this.symbols[unit] as number)] as number;
      if (state === 0) return best;
      i++;
      if (IS_SPACE[unit] === 1) {
        i = skipGap(text, i, unit === NEWLINE ? 1 : 0, until);
        if (i === -1) return best;
      }
    }
  }

  private build(phrases: readonly Phrase<T>[]): Int32Array {
    // State 0 is failure, state 1 the root.
    const rows: Int32Array[] = [new Int32Array(this.width), new Int32Array(this.width)];
    for (const phrase of phrases) {
      let state = 1;
      for (let i = 0; i < phrase.letters.length; i++) {
        const row = rows[state] as Int32Array;
        const symbol = this.symbols[phrase.letters.charCodeAt(i)] as number;
        if (row[symbol] === 0) row[symbol] = rows.push(new Int32Array(this.width)) - 1;
        state = row[symbol] as number;
      }
      (this.ends[state] ??= []).push(phrase);
    }
    const next = new Int32Array(rows.length * this.width);
    rows.forEach((row, state) => next.set(row, state * this.width));
    // Symbol 0 stands for every unit that no phrase has.
    for (let state = 0; state < rows.length; state++) next[state * this.width] = 0;
    return next;
  }

  private enter(unit: number, phrases: readonly Phrase<T>[]): number {
    const state = this.next[this.width + (this.symbols[unit] as number)] as number;
    if (state === 0 || IS_UPPER[unit] === 1) return state;
    const letter = String.fromCharCode(FOLDED[unit] as number);
    return phrases.some((phrase) => phrase.capitals[0] === false && phrase.letters.startsWith(letter)) ? state : 0;
  }
}

function compile<T>(phrase: string, value: T): Phrase<T> {
  const letters = folded(phrase).replace(/ +/g, ' ').trim();
  if (letters === '') throw new RangeError(`a phrase needs letters, but got ${JSON.stringify(phrase)}`);
  const capitals: boolean[] = [];
  for (const character of phrase.normalize('NFC').replace(/\s+/g, ' ').trim()) {
    const unit = character.charCodeAt(0);
    if (IS_SILENT[unit] === 0) capitals.push(IS_UPPER[unit] === 1);
  }
  return { letters, capitals, value };
}

/** The end of the word that is read up to `i`, or -1 if the word goes on. */
function wordEnd(text: string, i: number, until: number): number {
  let end = i;
  while (end < until && IS_SILENT[text.charCodeAt(end)] === 1 && IS_WORD[text.charCodeAt(end)] === 1) end++;
  if (end >= until) return end;
  const last = text.charCodeAt(i - 1);
  return IS_WORD[text.charCodeAt(end)] === 1 && IS_WORD[last] === 1 ? -1 : end;
}

/** Behind further white space; -1 where it is too long or holds an empty line. */
function skipGap(text: string, from: number, newlines: number, until: number): number {
  let i = from;
  let lines = newlines;
  while (i < until) {
    const unit = text.charCodeAt(i);
    if (IS_SPACE[unit] === 0) return i;
    if (unit === NEWLINE && ++lines > 1) return -1;
    if (i - from >= MAX_GAP) return -1;
    i++;
  }
  return i;
}

function capitalsFit<T>(text: string, start: number, phrase: Phrase<T>): boolean {
  let i = start;
  for (let k = 0; k < phrase.letters.length; k++) {
    let unit = text.charCodeAt(i);
    while (IS_SILENT[unit] === 1) unit = text.charCodeAt(++i);
    if (phrase.capitals[k] === true && IS_UPPER[unit] === 0) return false;
    i++;
    if (phrase.letters.charCodeAt(k) === SPACE) while (IS_SPACE[text.charCodeAt(i)] === 1) i++;
  }
  return true;
}
