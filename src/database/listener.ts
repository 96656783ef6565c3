/**
 * Listens for notifications of PostgreSQL on a connection of its own. A lost connection is made anew; one that is dead
 * without knowing it is found out by asking it now and then. That it hears is proved, at start and every few seconds, by
 * a notification to itself over another connection: a pooler may answer `LISTEN` and pass no notification on, and an
 * address may lead to another database.
 */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

const firstRetryMs = 50;
const longestRetryMs = 500;
const limitMs = 2_000;
/** At the begin, for the database may just have come back. */
const untilSent = 1_000;

/** Notifications that were sent did not come. */
export class DeafListenerError extends Error {
  override readonly name = 'DeafListenerError';

  constructor(channel: string) {
    super(
      `Notifications of the database on ${channel} do not arrive within ${limitMs} ms, so that changes are not heard of. ` +
        'Is a pooler in between (in transaction mode, or to another database)? Set DATABASE_LISTEN_URL to a direct address.',
    );
  }
}

export interface ListenerOptions {
  readonly url: string;
  readonly channel: string;
  /** Sends a notification over another connection. */
  readonly notify: (channel: string, payload: string) => Promise<void>;
  readonly onNotification: (payload: string) => void;
  /** Called each time that listening has been proved to begin, or that the triggers are others than before. */
  readonly onListening: () => Promise<void>;
  /** Called when the connection was lost, before the next one is made, or when triggers were others for a while. */
  readonly onLost: () => Promise<void>;
  readonly onFault: (fault: Error) => void;
  /** Called when it was found that notifications do not arrive, though the connection is there. */
  readonly onDeaf?: () => void;
  /** How often the connection is asked whether it is alive and hears, in milliseconds. */
  readonly askEveryMs?: number;
}

export class Listener {
  private client: Client | undefined;
  /** Since when nothing has been heard, in milliseconds since 1970; undefined while listening. */
  deafSince: number | undefined;
  /** Whether it was ever proved to hear. */
  hasHeard = false;
  private closed = false;
  private asking = false;
  private isDeafTold = false;
  /** Which triggers there were at the last look. */
  private triggers: string | undefined;
  /** Of this listener alone: other processes are not woken by its proofs. */
  private readonly echo = `graph_echo_${randomUUID().replaceAll('-', '')}`;
  /** Proofs that are waited for, by their payload. */
  private readonly awaited = new Map<string, () => void>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ListenerOptions) {}

  /**
   * Begins to listen. That nothing is heard is told, and no fault of the start.
   * @throws if the first connection fails; later ones are tried until they work
   */
  async start(): Promise<void> {
    await this.listen();
    this.timer = setInterval(() => void this.ask(), this.options.askEveryMs ?? 2_000);
    this.timer.unref();
  }

  private async listen(): Promise<void> {
    const { url, channel, onNotification, onFault } = this.options;
    const client = new Client({
      connectionString: url,
      application_name: 'osce-content-graph listener',
      keepAlive: true,
      connectionTimeoutMillis: limitMs,
      query_timeout: limitMs,
    });
    client.on('notification', ({ channel: from, payload = '' }) =>
      from === this.echo ? this.awaited.get(payload)?.() : onNotification(payload),
    );
    client.on('error', onFault);
    client.on('end', () => void this.listenAgain(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}; LISTEN ${this.echo}`);
      this.triggers = await triggersOf(client);
    } catch (fault) {
      void client.end().catch(() => undefined);
      throw fault;
    }
    this.client = client;
    this.deafSince ??= Date.now();
    await this.conclude(await this.hears(untilSent));
  }

  /**
   * Whether a notification comes back.
   * @param triesMs how long to try to send it
   * @returns undefined: it could not be sent, which proves nothing
   */
  private async hears(triesMs: number): Promise<boolean | undefined> {
    const payload = randomUUID();
    const heard = new Promise<boolean>((resolve) => this.awaited.set(payload, () => resolve(true)));
    try {
      if (!(await this.send(payload, performance.now() + triesMs))) return undefined;
      // A process that was busy for so long reads what has arrived first.
      const late = delay(limitMs, undefined, { ref: false }).then(() => nextTurn(false, { ref: false }));
      return await Promise.race([heard, late]);
    } finally {
      this.awaited.delete(payload);
    }
  }

  private async send(payload: string, until: number): Promise<boolean> {
    for (;;) {
      try {
        await this.options.notify(this.echo, payload);
        return true;
      } catch {
        // Told by whoever sends. A full pool is no proof of deafness.
        if (this.closed || performance.now() >= until) return false;
        await delay(firstRetryMs, undefined, { ref: false });
      }
    }
  }

  private async conclude(hears: boolean | undefined): Promise<void> {
    const { channel, onListening, onDeaf, onFault } = this.options;
    if (this.closed || hears === undefined) return;
    if (hears) {
      this.hasHeard = true;
      if (this.deafSince === undefined) return;
      this.deafSince = undefined;
      this.isDeafTold = false;
      await onListening();
      return;
    }
    this.deafSince ??= Date.now();
    onDeaf?.();
    if (!this.isDeafTold) onFault(new DeafListenerError(channel));
    this.isDeafTold = true;
  }

  /**
   * What a trigger tells is lost while it is away: `pg_restore --clean` drops the tables, and makes their triggers anew
   * after the rows. The last of them to come back is seen here, so what was read in between is read again.
   */
  private async compare(triggers: string): Promise<void> {
    if (this.triggers === triggers) return;
    this.triggers = triggers;
    if (this.closed || this.deafSince !== undefined) return;
    await this.options.onLost();
    await this.options.onListening();
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

  private async ask(): Promise<void> {
    const { client } = this;
    if (!client || this.asking) return;
    this.asking = true;
    try {
      // One that was found deaf asks anew: a pooler may have given it another connection.
      if (this.deafSince !== undefined) await client.query(`LISTEN ${this.options.channel}; LISTEN ${this.echo}`);
      const triggers = await triggersOf(client);
      const hears = await this.hears(0);
      if (this.client !== client) return;
      await this.conclude(hears);
      await this.compare(triggers);
    } catch {
      if (this.client === client) void client.end().catch(() => undefined);
    } finally {
      this.asking = false;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.client?.end();
  }
}

/** The triggers of the database: one that was dropped and made anew is another. */
async function triggersOf(client: Client): Promise<string> {
  const text = `SELECT coalesce(string_agg(oid::text, ',' ORDER BY oid), '') AS oids FROM pg_trigger WHERE NOT tgisinternal`;
  const { rows } = await client.query<{ oids: string }>(text);
  return rows[0]!.oids;
}
