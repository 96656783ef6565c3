/** The country linker: finds the countries of which an English text speaks. */
export { createLinker } from './linker.js';
export type { Linker } from './mention.js';
export { evaluate, labelledItems } from './evaluate.js';
