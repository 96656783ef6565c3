/** Imports a file of JSON Lines: one typed record a line, written in chunks of one transaction each. */
import { open } from 'node:fs/promises';
import type { EntityManager } from 'typeorm';
import type { ContentRecord } from '../record.js';
import { linesOf, type Line } from './lines.js';
import { asRecord } from './record-shapes.js';
import { subjectOf } from './references.js';
import { writeApart, type Numbered, type Written } from './write-apart.js';

/** A line that is not in, and why. */
export interface RefusedLine {
  file: string;
  outcome: 'refused';
  line: number;
  reason: string;
}

/** What became of the lines of a file. */
export interface LinesReport {
  file: string;
  outcome: 'added' | 'changed' | 'unchanged' | 'refused';
  lines: { added: number; changed: number; unchanged: number; refused: number };
}

const chunkSize = 1_000;
/** Chunks of long records are shorter, so that memory stays bounded. */
const chunkCharacters = 8_000_000;

/** Refused lines are told as they are found, the whole at the end. */
export async function* importJsonLines(
  manager: EntityManager,
  file: string,
): AsyncGenerator<RefusedLine | LinesReport> {
  const counts = { added: 0, changed: 0, unchanged: 0, refused: 0 };
  const refusal = ({ number, reason }: Written['refused'][number]): RefusedLine => {
    counts.refused += 1;
    return { file, outcome: 'refused', line: number, reason };
  };
  for await (const chunk of chunksOf(linesOf(file))) {
    const written = await writeApart(manager, chunk.records);
    for (const kind of ['added', 'changed', 'unchanged'] as const) counts[kind] += written[kind];
    yield* [...chunk.refused, ...written.refused].sort((a, b) => a.number - b.number).map(refusal);
  }
  yield { file, outcome: outcomeOf(counts), lines: counts };
}

function outcomeOf({ added, changed, unchanged, refused }: LinesReport['lines']): LinesReport['outcome'] {
  if (added > 0) return 'added';
  if (changed > 0) return 'changed';
  return unchanged === 0 && refused > 0 ? 'refused' : 'unchanged';
}

interface Chunk {
  records: Numbered[];
  refused: Written['refused'];
}

/** One statement cannot write a row twice: a record of the same node as one before it begins a new chunk. */
async function* chunksOf(lines: AsyncIterable<Line>): AsyncGenerator<Chunk> {
  let chunk: Chunk = { records: [], refused: [] };
  let nodes = new Set<string>();
  let characters = 0;
  for await (const line of lines) {
    const read = readLine(line);
    if ('fault' in read) {
      chunk.refused.push({ number: line.number, reason: read.fault });
    } else {
      const node = subjectOf(read.record).join(' ');
      if (nodes.has(node)) {
        yield chunk;
        [chunk, nodes, characters] = [{ records: [], refused: [] }, new Set(), 0];
      }
      nodes.add(node);
      chunk.records.push({ number: line.number, record: read.record });
    }
    characters += 'text' in line ? line.text.length : 0;
    if (chunk.records.length + chunk.refused.length >= chunkSize || characters >= chunkCharacters) {
      yield chunk;
      [chunk, nodes, characters] = [{ records: [], refused: [] }, new Set(), 0];
    }
  }
  yield chunk;
}

function readLine(line: Line): { record: ContentRecord } | { fault: string } {
  if ('fault' in line) return line;
  try {
    return asRecord(JSON.parse(line.text));
  } catch (fault) {
    return { fault: `Expected JSON: ${(fault as Error).message}` };
  }
}

const beginning = 65_536;

/** Whether a file is one of JSON Lines: by its name, or by a first line that is an object with a type. */
export async function isJsonLines(file: string): Promise<boolean> {
  if (/\.(jsonl|ndjson)$/i.test(file)) return true;
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(beginning), 0, beginning, 0);
    const [first = '', ...more] = buffer
      .toString('utf8', 0, bytesRead)
      .replace(/^\uFEFF/, '')
      .split('\n');
    if (!first.startsWith('{')) return false;
    // A first line that goes on beyond what was read cannot be parsed: in JSON made by programs the type is near.
    return more.length === 0 && bytesRead === beginning ? /"type"\s*:\s*"/.test(first) : hasType(first);
  } finally {
    await handle.close();
  }
}

function hasType(line: string): boolean {
  try {
    return typeof (JSON.parse(line) as { type?: unknown }).type === 'string';
  } catch {
    return false;
  }
}
