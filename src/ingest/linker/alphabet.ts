/**
 * How the linker reads single UTF-16 units. Every table is indexed by the unit, so text is read where it lies: nothing is
 * normalised or copied, and offsets need no way back.
 *
 * A letter is folded to lower case without accents ("Türkiye" and "TÜRKIYE" read "turkiye", in NFC as in NFD, where the
 * accent is a unit of its own and is passed over). Typographic apostrophes and hyphens read as the plain ones.
 */

const UNITS = 0x10000;

/** Belongs to a word: letters, digits, and the marks that combine with them. */
export const IS_WORD = new Uint8Array(UNITS);
export const IS_UPPER = new Uint8Array(UNITS);
export const IS_SPACE = new Uint8Array(UNITS);
/** Passed over within a word: combining marks, soft hyphens, zero-width characters. */
export const IS_SILENT = new Uint8Array(UNITS);
/** The unit as the automaton reads it. */
export const FOLDED = new Uint16Array(UNITS);

const WORD = /[\p{L}\p{N}\p{M}]/u;
const MARK = /\p{M}/u;
const SPACE = /\s/;
const ACCENTED_UNTIL = 0x2000;
const UNDECOMPOSED: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ı: 'i', ħ: 'h', ð: 'd' };

function fold(character: string): number {
  const lower = character.normalize('NFD').charAt(0).toLowerCase().charAt(0);
  return (UNDECOMPOSED[lower] ?? lower).charCodeAt(0);
}

for (let unit = 0; unit < UNITS; unit++) {
  FOLDED[unit] = unit;
  if (unit >= 0xd800 && unit <= 0xdfff) continue;
  const character = String.fromCharCode(unit);
  if (WORD.test(character)) {
    IS_WORD[unit] = 1;
    if (MARK.test(character)) IS_SILENT[unit] = 1;
    const lower = character.toLowerCase();
    if (lower !== character) IS_UPPER[unit] = 1;
    FOLDED[unit] = unit < ACCENTED_UNTIL ? fold(character) : lower.charCodeAt(0);
  } else if (SPACE.test(character)) {
    IS_SPACE[unit] = 1;
    FOLDED[unit] = 0x20;
  }
}
for (const unit of [0xad, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff]) {
  IS_SILENT[unit] = 1;
  IS_SPACE[unit] = 0;
}
for (const character of '’‘ʼ`´＇') {
  FOLDED[character.charCodeAt(0)] = 0x27;
  // U+02BC is a letter to Unicode; here it is the apostrophe of a possessive.
  IS_WORD[character.charCodeAt(0)] = 0;
}
for (const character of '‐‑‒–—−') FOLDED[character.charCodeAt(0)] = 0x2d;

/** A text as the automaton reads it, without its silent units. For phrases and tests; texts are read in place. */
export function folded(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (IS_SILENT[unit] === 0) out += String.fromCharCode(FOLDED[unit] ?? unit);
  }
  return out;
}
