/**
 * Whether a server of the database can be reached. A fault that may mean that it cannot starts a probe on a connection of
 * its own; while probes fail, nothing else is sent, so that requests are refused at once rather than pile up behind
 * time limits. Probes go on until one is answered: that is how this process comes back by itself.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { isTooManyConnections } from './faults.js';

const probeEveryMs = 200;

export interface AvailabilityOptions {
  readonly url: string;
  /** How long a probe may take. */
  readonly limitMs: number;
  /** Called when the server answers a probe: connections from before may be dead without knowing it. */
  readonly onAnswer: (wasAway: boolean) => void;
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
    while (!this.closed) {
      const fault = await this.probe();
      if (this.closed) return;
      if (!fault) {
        const wasAway = this.away !== undefined;
        this.away = undefined;
        this.options.onAnswer(wasAway);
        return;
      }
      if (!this.away) this.options.onAway(fault);
      this.away = fault;
      await delay(probeEveryMs, undefined, { ref: false });
    }
  }

  /** Asks the server on a new connection. @returns the fault, if there is one */
  private async probe(): Promise<Error | undefined> {
    const { url, limitMs } = this.options;
    const client = new Client({
      connectionString: url,
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
      return isTooManyConnections(fault) ? undefined : (fault as Error);
    } finally {
      // Not awaited: a server that is away does not say goodbye.
      client.end().catch(() => undefined);
    }
  }

  close(): void {
    this.closed = true;
  }
}
