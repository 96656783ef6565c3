/** What the ledger says of one file of a run. */
import type { EntityManager } from 'typeorm';
import type { Origin } from '../writer/index.js';

/** What became of the records of a file, or of its one page. */
export interface Counts {
  added: number;
  changed: number;
  unchanged: number;
  refused: number;
}

/** A fault of the file: of one of its lines, or of the whole. */
export interface FileError {
  line?: number;
  reason: string;
}

/** More refusals of one file are counted and told, but not kept. */
const keptFaults = 100;

export class FileNotes {
  private faults: FileError[] = [];

  constructor(readonly origin: Origin) {}

  /** Notes how far the import has come, in the transaction that brought it there. */
  async progress(manager: EntityManager, counts: Counts, further: readonly FileError[] = []): Promise<void> {
    const room = Math.max(0, keptFaults - this.faults.length);
    this.faults.push(
      ...further.slice(0, room).map(({ line, reason }) => ({ ...(line !== undefined && { line }), reason })),
    );
    await manager.query(
      `UPDATE import_file SET added = $2, changed = $3, unchanged = $4, refused = $5, errors = $6 WHERE id = $1`,
      [this.origin.file, counts.added, counts.changed, counts.unchanged, counts.refused, JSON.stringify(this.faults)],
    );
  }

  /** Notes that the file has been read to its end, or refused. */
  async close(
    manager: EntityManager,
    state: 'DONE' | 'REFUSED',
    counts: Counts,
    sha256: string | undefined,
    faults: readonly FileError[] = [],
  ): Promise<void> {
    await this.progress(manager, counts, faults);
    await manager.query('UPDATE import_file SET state = $2, sha256 = $3, ended_at = clock_timestamp() WHERE id = $1', [
      this.origin.file,
      state,
      sha256 ?? null,
    ]);
  }
}
