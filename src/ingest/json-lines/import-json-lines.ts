/** Imports a file of JSON Lines: one typed record per line, written in chunks of one transaction each. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { EntityManager } from 'typeorm';
import type { Counts, FileNotes } from '../ledger/file-notes.js';
import { describeChanges, type DescribedChange } from '../ledger/describe-changes.js';
import { lastNames } from '../writer/index.js';
import { takeWriterLock } from '../writer/writer-lock.js';
import { leaveWordsDue } from '../writer/search-words.js';
import { ahead, chunksOf, type Chunk } from './chunks.js';
import { linesOf } from './lines.js';
import { writeApart, type Refused } from './write-apart.js';

/** A rejected line, and why. */
export type RefusedLine = Refused & { file: string; outcome: 'refused' };

/** The change that a record made to a node. */
export type ChangedNode = { file: string } & DescribedChange;

/** The outcome of the lines of a file. */
export interface LinesReport {
  file: string;
  outcome: 'added' | 'changed' | 'unchanged' | 'refused';
  lines: Counts;
}

export interface LinesOptions {
  /** Whether each change is reported. */
  details: boolean;
  /** Where the import notes what it does; absent in a rehearsal. */
  notes: FileNotes | undefined;
  /** Receives the bytes read and the outcome of the lines after each chunk. */
  onProgress: ((bytes: number, counts: Counts) => void) | undefined;
}

/** Yields changes and rejected lines as they occur, and the totals at the end. */
export async function* importJsonLines(
  manager: EntityManager,
  file: string,
  { details, notes, onProgress }: LinesOptions,
): AsyncGenerator<ChangedNode | RefusedLine | LinesReport> {
  const counts: Counts = { added: 0, changed: 0, unchanged: 0, refused: 0 };
  const hash = createHash('sha256');
  let bytes = 0;
  const lines = linesOf(file, (block) => {
    hash.update(block);
    bytes += block.length;
  });
  for await (const chunk of ahead(chunksOf(lines, () => lastNames(manager.dataSource)?.linker))) {
    const { changes, refused } = await writeChunk(manager, chunk, counts, details, notes);
    yield* changes.map((change) => ({ file, ...change }));
    yield* refused.map((refusal): RefusedLine => ({ file, outcome: 'refused', ...refusal }));
    onProgress?.(bytes, counts);
  }
  await notes?.close(manager, 'DONE', counts, hash.digest('hex'));
  yield { file, outcome: outcomeOf(counts), lines: counts };
}

/** One transaction: the records, the journal, and the counts of the ledger. */
async function writeChunk(
  manager: EntityManager,
  chunk: Chunk,
  counts: Counts,
  details: boolean,
  notes: FileNotes | undefined,
) {
  return manager.transaction(async (transaction) => {
    await takeWriterLock(transaction);
    // Does not wait for fsync: a power cut may lose the last chunks together with their counts in the ledger. The end of
    // the run waits for all.
    await transaction.query('SET LOCAL synchronous_commit = off');
    // A dry run commits nothing that other processes could index.
    if (notes) await leaveWordsDue(transaction);
    const written = await writeApart(transaction, chunk.records, notes?.origin);
    const refused = [...chunk.refused, ...written.refused].sort((a, b) => a.line - b.line);
    for (const { change } of written.outcomes) counts[change?.outcome ?? 'unchanged'] += 1;
    counts.refused += refused.length;
    await notes?.progress(transaction, counts, refused);
    const changes = details ? await describeChanges(transaction, written.outcomes) : [];
    return { changes, refused };
  });
}

function outcomeOf({ added, changed, unchanged, refused }: Counts): LinesReport['outcome'] {
  if (added > 0) return 'added';
  if (changed > 0) return 'changed';
  return unchanged === 0 && refused > 0 ? 'refused' : 'unchanged';
}

const beginning = 65_536;

/** Whether a file is JSON Lines, judging by its name or by a first line that is an object with a type. */
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
    // A first line longer than what was read cannot be parsed, but generated JSON has the type near its start.
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
