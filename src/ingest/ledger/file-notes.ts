/** The ledger entry of one file of a run. */
import type { EntityManager } from 'typeorm';
import type { Origin } from '../writer/index.js';

/** The outcome of the records of a file, or of its one page. */
export interface Counts {
  added: number;
  changed: number;
  unchanged: number;
  refused: number;
}

/** An error of one line of the file, or of the file. */
export interface FileError {
  line?: number;
  reason: string;
}

/** Further rejections of a file are counted and reported, but not stored. */
const maxStoredErrors = 100;

export class FileNotes {
  private errors: FileError[] = [];

  constructor(readonly origin: Origin) {}

  /** Notes how far the import has come, in the transaction that brought it there. */
  async progress(manager: EntityManager, counts: Counts, further: readonly FileError[] = []): Promise<void> {
    const room = Math.max(0, maxStoredErrors - this.errors.length);
    this.errors.push(
      ...further.slice(0, room).map(({ line, reason }) => ({ ...(line !== undefined && { line }), reason })),
    );
    await manager.query(
      `UPDATE import_file SET added = $2, changed = $3, unchanged = $4, refused = $5, errors = $6 WHERE id = $1`,
      [this.origin.file, counts.added, counts.changed, counts.unchanged, counts.refused, JSON.stringify(this.errors)],
    );
  }

  /** Records that the file has been read to its end, or rejected. */
  async close(
    manager: EntityManager,
    state: 'DONE' | 'REFUSED',
    counts: Counts,
    sha256: string | undefined,
    errors: readonly FileError[] = [],
  ): Promise<void> {
    await this.progress(manager, counts, errors);
    await manager.query('UPDATE import_file SET state = $2, sha256 = $3, ended_at = clock_timestamp() WHERE id = $1', [
      this.origin.file,
      state,
      sha256 ?? null,
    ]);
  }
}
