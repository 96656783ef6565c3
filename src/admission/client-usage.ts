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
  /** It is heavy until what it took is less than this, so that it does not fall back at once to what made it heavy. */
  readonly lightMs: number;
  /** Clients that are remembered; the least recently noted is forgotten first. */
  readonly clients: number;
}

export const defaultClientUsage: ClientUsageOptions = {
  fadeMs: 2_000,
  heavyMs: 300,
  lightMs: 200,
  clients: 10_000,
};

interface Taken {
  ms: number;
  at: number;
  isHeavy: boolean;
  /** What the client uses at this moment. */
  readonly uses: Set<Use>;
}

interface Use {
  readonly resource: SharedResource;
  /** Where the time of the resource stood when the client was charged for it last. */
  from: number;
}

export class ClientUsage {
  /** The least recently noted first. */
  private readonly taken = new Map<string, Taken>();

  /** @param now a clock in milliseconds; time for which it stands still is charged to nobody who uses a resource */
  constructor(
    private readonly options: ClientUsageOptions = defaultClientUsage,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Adds time that a client took, in milliseconds. */
  note(client: string, ms: number): void {
    this.add(this.of(client), ms);
  }

  /** What a client took lately, in milliseconds; of what it uses at this moment the part until now. */
  recent(client: string): number {
    const taken = this.taken.get(client);
    return taken ? this.recentOf(taken) : 0;
  }

  /** Whether a client took so much that others go first. */
  isHeavy(client: string): boolean {
    const taken = this.taken.get(client);
    if (!taken) return false;
    const { heavyMs, lightMs } = this.options;
    return (taken.isHeavy = this.recentOf(taken) > (taken.isHeavy ? lightMs : heavyMs));
  }

  /** Something that clients use side by side, such as a database. */
  newResource(): SharedResource {
    return new SharedResource(this.now);
  }

  /** A client begins to use a resource. @returns to be called when it ends; once is enough */
  begin(client: string, resource: SharedResource): () => void {
    const taken = this.of(client);
    const use = { resource, from: resource.enter() };
    taken.uses.add(use);
    return () => {
      if (!taken.uses.delete(use)) return;
      this.add(taken, resource.leave() - use.from);
    };
  }

  private of(client: string): Taken {
    const taken = this.taken.get(client) ?? { ms: 0, at: this.now(), isHeavy: false, uses: new Set() };
    this.taken.delete(client);
    if (this.taken.size >= this.options.clients) this.taken.delete(this.taken.keys().next().value!);
    this.taken.set(client, taken);
    return taken;
  }

  private add(taken: Taken, ms: number): void {
    taken.ms = this.fadedOf(taken) + ms;
    taken.at = this.now();
  }

  private recentOf(taken: Taken): number {
    let ms = this.fadedOf(taken);
    for (const { resource, from } of taken.uses) ms += resource.time - from;
    return ms;
  }

  private fadedOf({ ms, at }: Taken): number {
    return ms * Math.exp((at - this.now()) / this.options.fadeMs);
  }
}

/**
 * Time of something that several use at once: of each moment every one of them has an equal part, as in processor sharing
 * (A. K. Parekh, R. G. Gallager, IEEE/ACM Transactions on Networking 1(3), 1993). By the clock a statement lasts the longer
 * the more others run; whoever asks for little would be charged for what those take.
 */
export class SharedResource {
  private users = 0;
  private shared = 0;
  private since = 0;

  constructor(private readonly now: () => number) {}

  /** The time, in milliseconds, that somebody has had who used it all along. */
  get time(): number {
    const now = this.now();
    if (this.users > 0) this.shared += (now - this.since) / this.users;
    this.since = now;
    return this.shared;
  }

  /** @returns the time */
  enter(): number {
    const { time } = this;
    this.users += 1;
    return time;
  }

  /** @returns the time */
  leave(): number {
    const { time } = this;
    this.users -= 1;
    return time;
  }
}
