/**
 * Keeps the reference catalogue of a process up to date. The database tells every process when a reference table has
 * changed (a trigger notifies); the process then reads a whole new snapshot and swaps it in.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { readCatalogue, type Catalogue, type Shelf, type ViewFactories } from '../graph/catalogue.js';
import type { Database } from './database.js';

const channel = 'catalogue_changed';
const firstRetryMs = 100;
const longestRetryMs = 5_000;

export class ReferenceCatalogue {
  private listener: Client | undefined;
  private closed = false;
  private running: Promise<void> | undefined;
  private again = false;

  private constructor(
    private readonly url: string,
    private readonly read: () => Promise<Catalogue>,
    private readonly onFault: (fault: Error) => void,
    public current: Catalogue,
  ) {}

  /** Reads the first snapshot and begins to listen. */
  static async open(
    url: string,
    database: Database,
    shelves: readonly Shelf[],
    views: ViewFactories,
    onFault: (fault: Error) => void,
  ): Promise<ReferenceCatalogue> {
    const read = () => database.snapshot((reader) => readCatalogue(reader, shelves, views));
    const catalogue = new ReferenceCatalogue(url, read, onFault, await read());
    await catalogue.listen();
    // What changed between the first reading and the first LISTEN was not told.
    await catalogue.reload();
    return catalogue;
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
        this.current = await this.read();
      } while (this.again);
    })().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async listen(): Promise<void> {
    const client = new Client({
      connectionString: this.url,
      application_name: 'osce-content-graph catalogue',
      keepAlive: true,
    });
    client.on('notification', () => void this.reload().catch(this.onFault));
    client.on('error', this.onFault);
    client.on('end', () => void this.listenAgain(client));
    await client.connect();
    await client.query(`LISTEN ${channel}`);
    this.listener = client;
  }

  /** After a lost connection: until it is back the last snapshot serves, then it is read anew. */
  private async listenAgain(lost: Client): Promise<void> {
    if (this.closed || this.listener !== lost) return;
    for (let wait = firstRetryMs; !this.closed; wait = Math.min(wait * 2, longestRetryMs)) {
      try {
        await this.listen();
        await this.reload();
        return;
      } catch (fault) {
        this.onFault(fault as Error);
        await delay(wait, undefined, { ref: false });
      }
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.listener?.end();
  }
}
