/**
 * Whether a database server is reachable. An error that may mean that it is not starts a probe on a separate connection.
 * While probes fail, no statements are sent, so that requests are rejected at once instead of piling up until they time
 * out. Probing continues until a probe succeeds, so the process recovers by itself.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { wasCancelled } from './connection-settings.js';
import { isTooManyConnections } from './errors.js';

const probeEveryMs = 200;
/** A probe may be answered for this many times its limit. */
const patience = 5;

/** A successful probe. */
export interface Answer {
  readonly wasAway: boolean;
  /** The server has no free connection slots. */
  readonly isFull: boolean;
}

export interface AvailabilityOptions {
  readonly url: string;
  /** A server that does not answer a probe within this time, in milliseconds, counts as unreachable. */
  readonly limitMs: number;
  /** Called when the server answers a probe: older connections may be half-open. */
  readonly onAnswer: (answer: Answer) => void;
  readonly onAway: (error: Error) => void;
}

export class Availability {
  /** Why the server is unreachable; undefined while it is reachable. */
  away: Error | undefined;
  private probing: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly options: AvailabilityOptions) {}

  /**
   * Call after an error that may mean that the server is unreachable.
   * @returns when it answers, or when this is closed
   */
  suspect(): Promise<void> {
    this.probing ??= this.probeUntilAnswered().finally(() => {
      this.probing = undefined;
    });
    return this.probing;
  }

  private async probeUntilAnswered(): Promise<void> {
    let isAnswered = false;
    let isFull = false;
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    while (!this.closed && !isAnswered) {
      const probe = this.probe().then((error) => {
        // A server that cancels the probe, by a short `statement_timeout` of the role, answers.
        if (error && !isTooManyConnections(error) && !wasCancelled(error)) return error;
        isAnswered = true;
        isFull = error !== undefined && isTooManyConnections(error);
        answer();
      });
      // An unanswered probe stays pending while the next is sent: an overloaded machine answers late.
      const error = await Promise.race([probe, answered, this.noAnswer()]);
      if (error && !isAnswered && !this.closed) {
        if (!this.away) this.options.onAway(error);
        this.away = error;
        await Promise.race([answered, delay(probeEveryMs, undefined, { ref: false })]);
      }
    }
    if (this.closed) return;
    const wasAway = this.away !== undefined;
    this.away = undefined;
    this.options.onAnswer({ wasAway, isFull });
  }

  private async noAnswer(): Promise<Error> {
    const { limitMs } = this.options;
    await delay(limitMs, undefined, { ref: false });
    return new Error(`No answer to a probe within ${limitMs} ms.`);
  }

  /** Queries the server on a new connection. @returns the error, if any */
  private async probe(): Promise<Error | undefined> {
    const limitMs = patience * this.options.limitMs;
    const client = new Client({
      connectionString: this.options.url,
      connectionTimeoutMillis: limitMs,
      query_timeout: limitMs,
      application_name: 'osce-content-graph probe',
    });
    // If the connection breaks between two steps, the next one reports it.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return undefined;
    } catch (error) {
      return error as Error;
    } finally {
      // Not awaited: an unreachable server never confirms.
      client.end().catch(() => undefined);
    }
  }

  close(): void {
    this.closed = true;
  }
}
