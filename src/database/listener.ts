/**
 * Listens for PostgreSQL notifications on a dedicated connection. It reconnects when the connection is lost, and detects
 * half-open connections by polling. At start and every few seconds it verifies delivery with a notification to itself over
 * another connection: a pooler may accept `LISTEN` without forwarding notifications, and the address may lead to another
 * database.
 */
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { limitStatements } from './connection-settings.js';

const firstRetryMs = 50;
const longestRetryMs = 500;
const limitMs = 2_000;
/** At start, as the database may just have come back. */
const untilSent = 1_000;

/** Notifications that were sent did not arrive. */
export class DeafListenerError extends Error {
  override readonly name = 'DeafListenerError';

  constructor(channel: string) {
    super(
      `Notifications of the database on ${channel} do not arrive within ${limitMs} ms, so changes are not noticed. ` +
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
  /** Called each time that delivery has been verified after a loss, or that the triggers were replaced. */
  readonly onListening: () => Promise<void>;
  /** Called when the connection was lost, before reconnecting, or when the triggers were replaced. */
  readonly onLost: () => Promise<void>;
  readonly onError: (error: Error) => void;
  /** Called when notifications do not arrive although the connection is up. */
  readonly onDeaf?: () => void;
  /** Interval of the checks of connection and delivery, in milliseconds. */
  readonly checkEveryMs?: number;
}

export class Listener {
  private client: Client | undefined;
  /** Since when notifications may be missed, in milliseconds since 1970; undefined while listening. */
  deafSince: number | undefined;
  /** Whether delivery was ever verified. */
  hasReceived = false;
  private closed = false;
  private isChecking = false;
  private isDeafReported = false;
  /** The triggers at the last check. */
  private triggers: string | undefined;
  /** A channel of this listener alone: its checks do not wake other processes. */
  private readonly echo = `graph_echo_${randomUUID().replaceAll('-', '')}`;
  /** Pending checks, by payload. */
  private readonly awaited = new Map<string, () => void>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ListenerOptions) {}

  /**
   * Starts to listen. If notifications do not arrive, this is reported and the start still succeeds.
   * @throws if the first connection fails; later ones are retried until they succeed
   */
  async start(): Promise<void> {
    await this.listen();
    this.timer = setInterval(() => void this.check(), this.options.checkEveryMs ?? 2_000);
    this.timer.unref();
  }

  private async listen(): Promise<void> {
    const { url, channel, onNotification, onError } = this.options;
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
    client.on('error', onError);
    client.on('end', () => void this.listenAgain(client));
    try {
      await client.connect();
      await limitStatements(client, `SET statement_timeout = ${limitMs}`);
      await client.query(`LISTEN ${channel}; LISTEN ${this.echo}`);
      this.triggers = await triggersOf(client);
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    this.deafSince ??= Date.now();
    await this.conclude(await this.isDelivered(untilSent));
  }

  /**
   * Checks whether a notification is delivered.
   * @param triesMs how long to try to send it
   * @returns undefined if it could not be sent, which proves nothing
   */
  private async isDelivered(triesMs: number): Promise<boolean | undefined> {
    const payload = randomUUID();
    const received = new Promise<boolean>((resolve) => this.awaited.set(payload, () => resolve(true)));
    try {
      if (!(await this.send(payload, performance.now() + triesMs))) return undefined;
      // If this process was blocked meanwhile, it first reads what has arrived.
      const late = delay(limitMs, undefined, { ref: false }).then(() => nextTurn(false, { ref: false }));
      return await Promise.race([received, late]);
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
        // The sender reports the error. A full pool does not prove that delivery fails.
        if (this.closed || performance.now() >= until) return false;
        await delay(firstRetryMs, undefined, { ref: false });
      }
    }
  }

  private async conclude(isDelivered: boolean | undefined): Promise<void> {
    const { channel, onListening, onDeaf, onError } = this.options;
    if (this.closed || isDelivered === undefined) return;
    if (isDelivered) {
      this.hasReceived = true;
      if (this.deafSince === undefined) return;
      this.deafSince = undefined;
      this.isDeafReported = false;
      await onListening();
      return;
    }
    this.deafSince ??= Date.now();
    onDeaf?.();
    if (!this.isDeafReported) onError(new DeafListenerError(channel));
    this.isDeafReported = true;
  }

  /**
   * Detects replaced triggers: `pg_restore --clean` drops the tables and recreates their triggers after the rows, so that
   * changes in between are not notified. Whatever was read meanwhile is read again.
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
      } catch (error) {
        // Only the first error is reported, not each failed attempt.
        if (wait === firstRetryMs) this.options.onError(error as Error);
        await delay(wait, undefined, { ref: false });
      }
    }
  }

  private async check(): Promise<void> {
    const { client } = this;
    if (!client || this.isChecking) return;
    this.isChecking = true;
    try {
      // Without delivery, subscribe again: a pooler may have switched the connection.
      if (this.deafSince !== undefined) await client.query(`LISTEN ${this.options.channel}; LISTEN ${this.echo}`);
      const triggers = await triggersOf(client);
      const isDelivered = await this.isDelivered(0);
      if (this.client !== client) return;
      await this.conclude(isDelivered);
      await this.compare(triggers);
    } catch {
      if (this.client === client) void client.end().catch(() => undefined);
    } finally {
      this.isChecking = false;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.client?.end();
  }
}

/** The ids of the triggers: a recreated trigger has a new one. */
async function triggersOf(client: Client): Promise<string> {
  const text = `SELECT coalesce(string_agg(oid::text, ',' ORDER BY oid), '') AS oids FROM pg_trigger WHERE NOT tgisinternal`;
  const { rows } = await client.query<{ oids: string }>(text);
  return rows[0]!.oids;
}
