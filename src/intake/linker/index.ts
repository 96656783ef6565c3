/** The country linker: finds the countries of which an English text speaks. */
export { createLinker } from './linker.js';
export type { Linker } from './mention.js';
export { evaluate } from './evaluate.js';
export type { LabelledItem } from './evaluate.js';
