import { FOLDED, IS_SILENT, IS_SPACE, IS_UPPER, IS_WORD } from './alphabet.js';

/** A word, or a single mark of punctuation, or the end of a line. */
export interface Token {
  /** As it stands in the text; a possessive 's is left off. */
  text: string;
  /** In lower case. Words without accents, typographic marks as plain ones; a line's end is "\n". */
  lower: string;
  start: number;
  end: number;
  isWord: boolean;
  /** A word that begins with a capital. */
  isCapitalized: boolean;
}

/** How far the checks look to each side, in UTF-16 units. It bounds the cost of a match whatever the text is like. */
const REACH = 160;
const APOSTROPHE = 0x27;

/** The words around a match, read only as far as a check asks for them. `before(0)` and `after(0)` are the nearest. */
export class Surroundings {
  /** The match is followed by 's or a plural's apostrophe. */
  readonly isPossessive: boolean;
  private readonly left: Token[] = [];
  private readonly right: Token[] = [];
  private leftEdge: number;
  private rightEdge: number;
  private readonly leftLimit: number;
  private readonly rightLimit: number;

  constructor(
    private readonly text: string,
    start: number,
    end: number,
  ) {
    this.leftLimit = Math.max(0, start - REACH);
    this.rightLimit = Math.min(text.length, end + REACH);
    this.leftEdge = start;
    this.rightEdge = possessiveEnd(text, end);
    this.isPossessive = this.rightEdge !== end;
  }

  before(index: number): Token | undefined {
    while (this.left.length <= index) {
      const token = this.readLeft();
      if (token === undefined) return undefined;
      this.left.push(token);
      this.leftEdge = token.start;
    }
    return this.left[index];
  }

  after(index: number): Token | undefined {
    while (this.right.length <= index) {
      const token = this.readRight();
      if (token === undefined) return undefined;
      this.right.push(token);
      this.rightEdge = token.isWord ? possessiveEnd(this.text, token.end) : token.end;
    }
    return this.right[index];
  }

  /** Whether the match touches its neighbour, with no space between. */
  touchesAfter(): boolean {
    const token = this.after(0);
    return token !== undefined && !this.isPossessive && this.isTight(token);
  }

  private isTight(token: Token): boolean {
    return token.start === 0 || IS_SPACE[this.text.charCodeAt(token.start - 1)] === 0;
  }

  private readRight(): Token | undefined {
    let start = this.rightEdge;
    while (start < this.rightLimit && isBlank(this.text.charCodeAt(start))) start++;
    if (start >= this.rightLimit) return undefined;
    let end = start;
    if (IS_WORD[this.text.charCodeAt(start)] === 0) return mark(this.text, start);
    while (end < this.rightLimit && IS_WORD[this.text.charCodeAt(end)] === 1) end++;
    return word(this.text, start, end);
  }

  private readLeft(): Token | undefined {
    let end = this.leftEdge;
    while (end > this.leftLimit && isBlank(this.text.charCodeAt(end - 1))) end--;
    if (end <= this.leftLimit) return undefined;
    if (IS_WORD[this.text.charCodeAt(end - 1)] === 0) return mark(this.text, end - 1);
    let start = end;
    while (start > this.leftLimit && IS_WORD[this.text.charCodeAt(start - 1)] === 1) start--;
    const isSuffix = end - start === 1 && FOLDED[this.text.charCodeAt(start)] === 0x73;
    const isAfterApostrophe = start - 2 >= this.leftLimit && FOLDED[this.text.charCodeAt(start - 1)] === APOSTROPHE;
    if (isSuffix && isAfterApostrophe && IS_WORD[this.text.charCodeAt(start - 2)] === 1) {
      end = start - 1;
      start = end;
      while (start > this.leftLimit && IS_WORD[this.text.charCodeAt(start - 1)] === 1) start--;
    }
    return word(this.text, start, end);
  }
}

function isBlank(unit: number): boolean {
  return unit !== 10 && (IS_SPACE[unit] === 1 || (IS_SILENT[unit] === 1 && IS_WORD[unit] === 0));
}

function possessiveEnd(text: string, end: number): number {
  if (FOLDED[text.charCodeAt(end)] !== APOSTROPHE) return end;
  const letter = text.charCodeAt(end + 1);
  if (FOLDED[letter] === 0x73 && IS_WORD[text.charCodeAt(end + 2)] !== 1) return end + 2;
  const isPlural = FOLDED[text.charCodeAt(end - 1)] === 0x73 && IS_SPACE[letter] === 1;
  return isPlural ? end + 1 : end;
}

function mark(text: string, start: number): Token {
  const unit = text.charCodeAt(start);
  const lower = unit === 10 ? '\n' : String.fromCharCode(FOLDED[unit] as number);
  return { text: text.charAt(start), lower, start, end: start + 1, isWord: false, isCapitalized: false };
}

function word(text: string, start: number, end: number): Token {
  let lower = '';
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (IS_SILENT[unit] === 0) lower += String.fromCharCode(FOLDED[unit] as number);
  }
  const isCapitalized = IS_UPPER[text.charCodeAt(start)] === 1;
  return { text: text.slice(start, end), lower, start, end, isWord: true, isCapitalized };
}

/** Whether a token is written in capitals throughout. */
export function isAllCapitals(token: Token): boolean {
  if (!token.isCapitalized) return false;
  for (let i = 0; i < token.text.length; i++) {
    const unit = token.text.charCodeAt(i);
    if (IS_WORD[unit] === 1 && IS_SILENT[unit] === 0 && IS_UPPER[unit] === 0) return false;
  }
  return true;
}
