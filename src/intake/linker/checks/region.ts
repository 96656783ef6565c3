import { COMPASS, POULTRY, SUBDIVISIONS } from '../lexicon/context-words.js';
import type { Candidate, Check } from '../term.js';

/** "East Kazakhstan Region"; "eastern Ukraine" is Ukraine. */
export const checkRegion: Check = ({ around, term }: Candidate) => {
  if (term.isAdjective) return undefined;
  const next = around.after(0);
  const previous = around.before(0);
  const isPart = previous?.isCapitalized === true && COMPASS.has(previous.lower);
  if (isPart && next !== undefined && SUBDIVISIONS.has(next.lower)) return 'region';
  // Macedonia is a region of Greece too.
  if (term.country.isoCode !== 'MK') return undefined;
  if (next?.lower === ',' && around.after(1)?.text === 'Greece') return 'region';
  if (next?.lower === 'and' && around.after(1)?.text === 'Thrace') return 'region';
  return undefined;
};

/** "Turkey breast" at the head of a sentence. */
export const checkPoultry: Check = ({ quote, around }) =>
  quote === 'Turkey' && POULTRY.has(around.after(0)?.lower ?? '') ? 'idiom' : undefined;
