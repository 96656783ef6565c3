/**
 * How much database and event loop time each client used recently. Older time decays exponentially, so that no client stays
 * heavy for long. Admission uses this; the rate limit, which counts over minutes, is separate (see rate-limit.ts).
 */

export interface ClientUsageOptions {
  /** The time after which usage counts a third (1/e), in milliseconds. */
  readonly fadeMs: number;
  /** A client becomes heavy above this usage, in milliseconds of the last `fadeMs`. */
  readonly heavyMs: number;
  /** It stays heavy until its usage is below this: the hysteresis keeps it from relapsing at once. */
  readonly lightMs: number;
  /** How many clients are remembered; the least recently noted is forgotten first. */
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
  /** The resources that the client is using. */
  readonly uses: Set<Use>;
}

interface Use {
  readonly resource: SharedResource;
  /** The time of the resource when the client was last charged for it. */
  from: number;
}

export class ClientUsage {
  /** The least recently noted first. */
  private readonly taken = new Map<string, Taken>();

  /** @param now a clock in milliseconds; while it stands still, use of a resource is not charged */
  constructor(
    private readonly options: ClientUsageOptions = defaultClientUsage,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Adds time that a client used, in milliseconds. */
  note(client: string, ms: number): void {
    this.add(this.of(client), ms);
  }

  /** Returns the recent usage of a client in milliseconds, including uses in progress. */
  recent(client: string): number {
    const taken = this.taken.get(client);
    return taken ? this.recentOf(taken) : 0;
  }

  /** Whether a client used so much that others go first. */
  isHeavy(client: string): boolean {
    const taken = this.taken.get(client);
    if (!taken) return false;
    const { heavyMs, lightMs } = this.options;
    return (taken.isHeavy = this.recentOf(taken) > (taken.isHeavy ? lightMs : heavyMs));
  }

  /** A resource that clients use concurrently, such as a database. */
  newResource(): SharedResource {
    return new SharedResource(this.now);
  }

  /**
   * Begins the use of a resource.
   * @param client undefined: nobody is charged
   * @returns to be called at the end; idempotent; it returns the time charged, in milliseconds
   */
  begin(client: string | undefined, resource: SharedResource): () => number {
    const taken = client === undefined ? undefined : this.of(client);
    const use = { resource, from: resource.enter() };
    taken?.uses.add(use);
    let ms: number | undefined;
    return () => {
      if (ms !== undefined) return ms;
      ms = resource.leave() - use.from;
      taken?.uses.delete(use);
      if (taken) this.add(taken, ms);
      return ms;
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
 * The time of a shared resource, divided equally among its concurrent users, as in processor sharing (A. K. Parekh,
 * R. G. Gallager, IEEE/ACM Transactions on Networking 1(3), 1993). By the wall clock a statement takes longer the more others
 * run, and light clients would be charged for the load of the others.
 */
export class SharedResource {
  private users = 0;
  private shared = 0;
  private since = 0;

  constructor(private readonly now: () => number) {}

  /** The time, in milliseconds, charged to a user that has used it from the start. */
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
