/**
 * Keeps the reference catalogue, the in-memory cache of the reference tables, up to date. A trigger notifies every process
 * when a reference table has changed; the process then reads a new snapshot and swaps it in. While the database is
 * unreachable, the last snapshot is served.
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
  /** Number of reads of the catalogue. */
  readings = 1;
  /** When the catalogue last matched the database, in milliseconds since 1970. */
  readAt = Date.now();

  private constructor(
    url: string,
    source: Source,
    private readonly read: () => Promise<Catalogue>,
    private readonly onError: (error: Error) => void,
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
      // Changes while not listening were not notified.
      onListening: () => this.catchUp(),
      onLost: () => source.suspect(),
      onError,
    });
  }

  /** Reads the first snapshot and starts to listen. */
  static async open(
    url: string,
    source: Source,
    shelves: readonly Shelf[],
    views: ViewFactories,
    onError: (error: Error) => void,
  ): Promise<ReferenceCatalogue> {
    const read = () => source.snapshot((reader) => readCatalogue(reader, shelves, views));
    const catalogue = new ReferenceCatalogue(url, source, read, onError, await read());
    await catalogue.listener.start();
    return catalogue;
  }

  /** Whether changes are notified at present; otherwise the catalogue may be out of date. */
  get isListening(): boolean {
    return this.deafSince === undefined;
  }

  /** Since when changes may be missed, in milliseconds since 1970; undefined while listening. */
  get deafSince(): number | undefined {
    return this.listener.deafSince;
  }

  /** Whether delivery of notifications was ever verified. */
  get hasReceived(): boolean {
    return this.listener.hasReceived;
  }

  /** Reads a new snapshot. Calls during a read share one further read after it. */
  reload(): Promise<void> {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = (async () => {
      do {
        this.again = false;
        const next = await this.read();
        // With the same rows the views are reused. The catalogue is a new object in any case: the tables may have differed
        // for a moment, and a response computed meanwhile is cached with the old one.
        this.current = next.version === this.current.version ? readAgain(this.current) : next;
        this.readings += 1;
        this.readAt = Date.now();
      } while (this.again);
    })().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Retries until a read succeeds: a change is notified only once. */
  private async catchUp(): Promise<void> {
    for (let wait = firstRetryMs; !this.closed; wait = Math.min(wait * 2, longestRetryMs)) {
      try {
        await this.reload();
        return;
      } catch (error) {
        // If the listening connection is lost too, reconnecting triggers a read.
        if (!this.isListening) return;
        this.onError(error as Error);
        await delay(wait, undefined, { ref: false });
      }
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.listener.close();
  }
}
