import { BUILDINGS_BEFORE, COMPASS, POULTRY, STREETS_BEHIND, SUBDIVISIONS } from '../lexicon/context-words.js';
import type { Candidate, Check } from '../term.js';

/** "Inter-American". */
const CONTINENTAL = new Set(['inter', 'pan', 'latin', 'afro', 'trans']);

/** "Hotel Uzbekistan", "Georgia Avenue": a building or a street. */
export const checkPlaceName: Check = ({ around, term }: Candidate) => {
  if (around.isPossessive) return undefined;
  const previous = around.before(0);
  if (!term.isAdjective && previous?.isCapitalized === true && BUILDINGS_BEFORE.has(previous.lower))
    return 'place-name';
  const next = around.after(0);
  return next?.isCapitalized === true && STREETS_BEHIND.has(next.lower) ? 'place-name' : undefined;
};

/** "East Kazakhstan Region"; "eastern Ukraine" is Ukraine. */
export const checkRegion: Check = ({ around, term }: Candidate) => {
  if (around.before(0)?.lower === '-' && CONTINENTAL.has(around.before(1)?.lower ?? '')) return 'region';
  if (term.isAdjective) return undefined;
  const next = around.after(0);
  const previous = around.before(0);
  const isPart = previous?.isCapitalized === true && COMPASS.has(previous.lower);
  if (isPart && next !== undefined && SUBDIVISIONS.has(next.lower)) return 'region';
  // Macedonia is a region of Greece too.
  if (term.country.isoCode !== 'MK') return undefined;
  if (next?.lower === ',' && around.after(1)?.text === 'Greece') return 'region';
  if (next?.lower === 'and' && around.after(1)?.text === 'Thrace') return 'region';
  if (previous?.lower === ',' && around.before(1)?.text === 'Thessaloniki') return 'region';
  if (previous?.lower === 'of' && around.before(1)?.lower === 'region' && around.before(2)?.text === 'Greek')
    return 'region';
  return undefined;
};

/** "Turkey breast" at the head of a sentence. */
export const checkPoultry: Check = ({ quote, around }) =>
  quote === 'Turkey' && POULTRY.has(around.after(0)?.lower ?? '') ? 'idiom' : undefined;
