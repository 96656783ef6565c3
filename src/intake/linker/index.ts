/** The country linker: finds the countries of which an English text speaks. */
export { createLinker } from './linker.js';
export { EDGE_CONFIDENCE, MENTION_RULES, SUPPRESSION_RULES } from './mention.js';
export type { Linker, Mention, Suppressed } from './mention.js';
export { evaluate } from './evaluate.js';
export type { Evaluation, LabelledItem } from './evaluate.js';
