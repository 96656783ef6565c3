/**
 * Whether a server of the database can be reached. A fault that may mean that it cannot starts a probe on a connection of
 * its own; while probes fail, nothing else is sent, so that requests are refused at once rather than pile up behind
 * time limits. Probes go on until one is answered: that is how this process comes back by itself.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { isTooManyConnections } from './errors.js';

const probeEveryMs = 200;
/** How many times its limit a probe is listened to. */
const patience = 5;

/** That a server is there. */
export interface Answer {
  readonly wasAway: boolean;
  /** It has no connection left for us at present. */
  readonly isFull: boolean;
}

export interface AvailabilityOptions {
  readonly url: string;
  /** A server that has not answered a probe for so long, in milliseconds, counts as away. */
  readonly limitMs: number;
  /** Called when the server answers a probe: connections from before may be dead without knowing it. */
  readonly onAnswer: (answer: Answer) => void;
  readonly onAway: (fault: Error) => void;
}

export class Availability {
  /** Why the server is away, while it is. */
  away: Error | undefined;
  private probing: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly options: AvailabilityOptions) {}

  /**
   * To be called with a fault that may mean that the server is away.
   * @returns when it answers, or this is closed
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
      const probe = this.probe().then((fault) => {
        if (fault && !isTooManyConnections(fault)) return fault;
        isAnswered = true;
        isFull = fault !== undefined;
        answer();
      });
      // A probe without an answer goes on while the next is sent: a machine with too much to do answers late.
      const fault = await Promise.race([probe, answered, this.noAnswer()]);
      if (fault && !isAnswered && !this.closed) {
        if (!this.away) this.options.onAway(fault);
        this.away = fault;
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
    return new Error(`There was no answer to a probe within ${limitMs} ms.`);
  }

  /** Asks the server on a new connection. @returns the fault, if there is one */
  private async probe(): Promise<Error | undefined> {
    const limitMs = patience * this.options.limitMs;
    const client = new Client({
      connectionString: this.options.url,
      connectionTimeoutMillis: limitMs,
      query_timeout: limitMs,
      application_name: 'osce-content-graph probe',
    });
    // A connection that breaks between two steps is reported by the next.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return undefined;
    } catch (fault) {
      return fault as Error;
    } finally {
      // Not awaited: a server that is away does not say goodbye.
      client.end().catch(() => undefined);
    }
  }

  close(): void {
    this.closed = true;
  }
}
