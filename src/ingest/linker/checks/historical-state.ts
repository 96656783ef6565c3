import type { Check } from '../term.js';

const REGIMES = new Set(['soviet', 'nazi', 'tsarist', 'ottoman']);
const SUFFIXES = new Set(['SSR', 'ASSR', 'Soviet', 'Reich']);

/** "Nazi Germany", "Soviet Georgia", "Georgian SSR"; "post-Soviet Georgia" is today's. */
export const checkHistoricalState: Check = ({ around }) => {
  // "Soviet Socialist Republic of Georgia"
  if (around.before(0)?.lower === 'of' && around.before(2)?.lower === 'socialist') return 'historical-state';
  if (SUFFIXES.has(around.after(0)?.text ?? '')) return 'historical-state';
  const isOfRegime = REGIMES.has(around.before(0)?.lower ?? '');
  return isOfRegime && around.before(1)?.lower !== '-' ? 'historical-state' : undefined;
};
