/** Groups the lines of a file into chunks that are written together, and prepares them ahead of writing. */
import type { Linker } from '../linker/index.js';
import type { ContentRecord } from '../record.js';
import { linkAhead } from '../writer/index.js';
import { subjectOf } from '../writer/references.js';
import type { Line } from './lines.js';
import { asRecord } from './record-shapes.js';
import type { Numbered, Refused } from './write-apart.js';

export interface Chunk {
  records: Numbered[];
  refused: Refused[];
}

const chunkSize = 1_000;
/** Chunks of long records are shorter, so that memory stays bounded. */
const chunkCharacters = 4_000_000;

const emptyChunk = (): Chunk => ({ records: [], refused: [] });

/**
 * Yields chunks of lines.
 * @param linker finds the countries of news while the previous chunk is written; undefined until it exists
 */
export async function* chunksOf(lines: AsyncIterable<Line>, linker: () => Linker | undefined): AsyncGenerator<Chunk> {
  let chunk = emptyChunk();
  let nodes = new Set<string>();
  let characters = 0;
  const isFull = () => chunk.records.length + chunk.refused.length >= chunkSize || characters >= chunkCharacters;
  for await (const line of lines) {
    const read = readLine(line);
    if ('error' in read) {
      chunk.refused.push({ line: line.number, code: 'BAD_USER_INPUT', reason: read.error });
    } else {
      const { record } = read;
      const node = record.type === 'NewsItem' ? undefined : subjectOf(record).join(' ');
      // One statement cannot write a row twice: another record of the same node starts a new chunk.
      if (node !== undefined && nodes.has(node)) {
        yield chunk;
        [chunk, nodes, characters] = [emptyChunk(), new Set(), 0];
      }
      if (node !== undefined) nodes.add(node);
      chunk.records.push(entryOf(record, line.number, linker()));
    }
    characters += 'text' in line ? line.text.length : 0;
    if (isFull()) {
      yield chunk;
      [chunk, nodes, characters] = [emptyChunk(), new Set(), 0];
    }
  }
  yield chunk;
}

function entryOf(record: ContentRecord, line: number, linker: Linker | undefined): Numbered {
  if (record.type !== 'NewsItem') return { record, line };
  return { record, line, ...(linker && { linked: linkAhead(record, linker) }) };
}

function readLine(line: Line): { record: ContentRecord } | { error: string } {
  if ('error' in line) return line;
  try {
    return asRecord(JSON.parse(line.text));
  } catch (error) {
    return { error: `Expected JSON: ${(error as Error).message}` };
  }
}

/** Yields the same values, prefetching one ahead. */
export async function* ahead<Value>(values: AsyncGenerator<Value>): AsyncGenerator<Value> {
  let next = values.next();
  // A consumer that stops early never awaits the pending value, so its rejection is ignored.
  next.catch(() => undefined);
  try {
    for (;;) {
      const result = await next;
      if (result.done === true) return;
      next = values.next();
      next.catch(() => undefined);
      yield result.value;
    }
  } finally {
    await values.return(undefined).catch(() => undefined);
  }
}
