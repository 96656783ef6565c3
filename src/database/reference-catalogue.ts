/**
 * Keeps the reference catalogue of a process up to date. The database tells every process when a reference table has
 * changed (a trigger notifies); the process then reads a whole new snapshot and swaps it in. While the database is away
 * the last snapshot serves.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { readAgain, readCatalogue, type Catalogue, type Shelf, type ViewFactories } from '../graph/catalogue.js';
import type { Reader } from '../graph/sql.js';
import { Listener } from './listener.js';

const channel = 'catalogue_changed';
const firstRetryMs = 50;
const longestRetryMs = 1_000;

/** What the catalogue needs of the database. */
interface Source {
  snapshot<T>(read: (reader: Reader) => Promise<T>): Promise<T>;
  /** See Database. */
  noticeChange(): void;
  /** See Database. */
  suspect(): Promise<void>;
  /** See Database. */
  notify(channel: string, payload: string): Promise<void>;
}

export class ReferenceCatalogue {
  private readonly listener: Listener;
  private closed = false;
  private running: Promise<void> | undefined;
  private again = false;
  /** How often the catalogue was read. */
  readings = 1;
  /** When it was last found to be, or made, what the database has, in milliseconds since 1970. */
  readAt = Date.now();

  private constructor(
    url: string,
    source: Source,
    private readonly read: () => Promise<Catalogue>,
    private readonly onFault: (fault: Error) => void,
    public current: Catalogue,
  ) {
    this.listener = new Listener({
      url,
      channel,
      notify: (to, payload) => source.notify(to, payload),
      onNotification: () => {
        source.noticeChange();
        void this.catchUp();
      },
      // What changed while nobody listened was not told.
      onListening: () => this.catchUp(),
      onLost: () => source.suspect(),
      onFault,
    });
  }

  /** Reads the first snapshot and begins to listen. */
  static async open(
    url: string,
    source: Source,
    shelves: readonly Shelf[],
    views: ViewFactories,
    onFault: (fault: Error) => void,
  ): Promise<ReferenceCatalogue> {
    const read = () => source.snapshot((reader) => readCatalogue(reader, shelves, views));
    const catalogue = new ReferenceCatalogue(url, source, read, onFault, await read());
    await catalogue.listener.start();
    return catalogue;
  }

  /** Whether changes are told at present; else the catalogue may be out of date. */
  get isListening(): boolean {
    return this.deafSince === undefined;
  }

  /** Since when no change could be told, in milliseconds since 1970; undefined while they are told. */
  get deafSince(): number | undefined {
    return this.listener.deafSince;
  }

  /** Whether a change was ever proved to be told since the start. */
  get hasHeard(): boolean {
    return this.listener.hasHeard;
  }

  /** Reads a new snapshot. Calls that come while one is being read are answered by one more reading after it. */
  reload(): Promise<void> {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = (async () => {
      do {
        this.again = false;
        const next = await this.read();
        // Of the same rows the views are already made. It is another catalogue in any case: the tables may have been others
        // for a moment, in which an answer was made that is kept with the catalogue.
        this.current = next.version === this.current.version ? readAgain(this.current) : next;
        this.readings += 1;
        this.readAt = Date.now();
      } while (this.again);
    })().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Reads until it has worked: a change that was told once is not told again. */
  private async catchUp(): Promise<void> {
    for (let wait = firstRetryMs; !this.closed; wait = Math.min(wait * 2, longestRetryMs)) {
      try {
        await this.reload();
        return;
      } catch (fault) {
        // Where the connection to listen is lost as well, its return will be followed by a reading.
        if (!this.isListening) return;
        this.onFault(fault as Error);
        await delay(wait, undefined, { ref: false });
      }
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.listener.close();
  }
}
