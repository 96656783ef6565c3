/** The content of the graph: the slice of each folder of `src/content`, assembled once for all who use them. */
import { join } from 'node:path';
import { assembleGraph } from './graph/schema/assemble.js';
import { readSlices } from './graph/schema/read-slices.js';

export const slices = readSlices(join(__dirname, 'content'));
export const assembled = assembleGraph(slices);
