/**
 * How much time of the database and of the event loop each client took lately. Recent time counts in full, older time
 * fades exponentially, so that nobody stays marked for long. What decides who is served next reads it; the rate limit,
 * which counts over minutes, is apart (see rate-limit.ts).
 */

export interface ClientUsageOptions {
  /** The time after which what a client took counts a third (1/e), in milliseconds. */
  readonly fadeMs: number;
  /** A client that took more than this of the last `fadeMs`, in milliseconds, is heavy. */
  readonly heavyMs: number;
  /** Clients that are remembered; the least recently noted is forgotten first. */
  readonly clients: number;
}

export const defaultClientUsage: ClientUsageOptions = { fadeMs: 10_000, heavyMs: 1_000, clients: 10_000 };

interface Taken {
  ms: number;
  at: number;
}

export class ClientUsage {
  /** The least recently noted first. */
  private readonly taken = new Map<string, Taken>();

  constructor(
    private readonly options: ClientUsageOptions = defaultClientUsage,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Adds time that a client took, in milliseconds. */
  note(client: string, ms: number): void {
    const sum = this.recent(client) + ms;
    this.taken.delete(client);
    if (this.taken.size >= this.options.clients) this.taken.delete(this.taken.keys().next().value!);
    this.taken.set(client, { ms: sum, at: this.now() });
  }

  /** What a client took lately, in milliseconds. */
  recent(client: string): number {
    const taken = this.taken.get(client);
    return taken ? taken.ms * Math.exp((taken.at - this.now()) / this.options.fadeMs) : 0;
  }

  /** Whether a client took so much that others go first. */
  isHeavy(client: string): boolean {
    return this.recent(client) > this.options.heavyMs;
  }
}
