/**
 * Listens for notifications of PostgreSQL on a connection of its own. A lost connection is made anew; one that is dead
 * without knowing it is found out by asking it now and then.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

const firstRetryMs = 50;
const longestRetryMs = 500;
const limitMs = 2_000;

export interface ListenerOptions {
  readonly url: string;
  readonly channel: string;
  readonly onNotification: (payload: string) => void;
  /** Called each time that listening begins; it counts as begun when this is done. */
  readonly onListening: () => Promise<void>;
  /** Called when the connection was lost; the next one is made when this is done. */
  readonly onLost: () => Promise<void>;
  readonly onFault: (fault: Error) => void;
  /** How often the connection is asked whether it is alive, in milliseconds. */
  readonly askEveryMs?: number;
}

export class Listener {
  private client: Client | undefined;
  /** Since when nothing has been heard, in milliseconds since 1970; undefined while listening. */
  deafSince: number | undefined;
  private closed = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ListenerOptions) {}

  /** Begins to listen. @throws if the first connection fails; later ones are tried until they work */
  async start(): Promise<void> {
    await this.listen();
    this.timer = setInterval(() => void this.askWhetherAlive(), this.options.askEveryMs ?? 2_000);
    this.timer.unref();
  }

  private async listen(): Promise<void> {
    const { url, channel, onNotification, onListening, onFault } = this.options;
    const client = new Client({
      connectionString: url,
      application_name: 'osce-content-graph listener',
      keepAlive: true,
      connectionTimeoutMillis: limitMs,
      query_timeout: limitMs,
    });
    client.on('notification', ({ payload }) => onNotification(payload ?? ''));
    client.on('error', onFault);
    client.on('end', () => void this.listenAgain(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch (fault) {
      void client.end().catch(() => undefined);
      throw fault;
    }
    this.client = client;
    this.deafSince = undefined;
    await onListening();
  }

  private async listenAgain(lost: Client): Promise<void> {
    if (this.closed || this.client !== lost) return;
    this.client = undefined;
    this.deafSince = Date.now();
    for (let wait = firstRetryMs; !this.closed; wait = Math.min(wait * 2, longestRetryMs)) {
      try {
        await this.options.onLost();
        if (!this.closed) await this.listen();
        return;
      } catch (fault) {
        // The first fault is told; that the next attempts fail as well is no news.
        if (wait === firstRetryMs) this.options.onFault(fault as Error);
        await delay(wait, undefined, { ref: false });
      }
    }
  }

  private async askWhetherAlive(): Promise<void> {
    const { client } = this;
    try {
      await client?.query('SELECT 1');
    } catch {
      if (this.client === client) void client?.end().catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.client?.end();
  }
}
