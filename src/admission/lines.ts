/** Waiting requests by client: each client has its own line, and the lines are served round-robin. */

export interface Waiter {
  readonly enter: () => void;
  readonly refuse: () => void;
}

/**
 * Work by how long it takes: `slow` work has a limited number of places, `costly` work is treated like work of a heavy client,
 * whoever asks.
 */
export type Lane = 'short' | 'slow' | 'costly';

/** The waiting requests of one client in one lane, and the number of its running ones. */
export class Line {
  working = 0;
  /** In order of arrival. */
  readonly waiting: Waiter[] = [];
  /** While more requests than this wait, the latest is next. */
  private lastFirstAbove = Infinity;

  /** @param client undefined: the routers, which act for many clients */
  constructor(
    readonly client: string | undefined,
    readonly lane: Lane,
  ) {}

  /** Notes that one of its requests was rejected for a full queue: LIFO applies until half of its waiting ones are gone. */
  noteRefusal(): void {
    this.lastFirstAbove = this.waiting.length / 2;
  }

  /**
   * FIFO; under overload, when some will be rejected in any case, LIFO: the latest clients are still waiting, whereas with
   * FIFO every request would wait for the whole line. After B. Maurer, "Fail at Scale", ACM Queue 13(8), 2015: adaptive LIFO.
   */
  take(): Waiter {
    return this.at(this.waiting.length > this.lastFirstAbove ? -1 : 0)!;
  }

  /** Takes the request that LIFO would serve last. */
  takeOldest(): Waiter {
    return this.at(0)!;
  }

  /** @returns whether it was still waiting */
  forget(waiter: Waiter): boolean {
    const place = this.waiting.indexOf(waiter);
    if (place >= 0) this.at(place);
    return place >= 0;
  }

  private at(place: number): Waiter | undefined {
    const [waiter] = this.waiting.splice(place, 1);
    if (this.waiting.length <= this.lastFirstAbove) this.lastFirstAbove = Infinity;
    return waiter;
  }
}

export class Lines {
  private readonly lanes: Readonly<Record<Lane, Map<string | undefined, Line>>> = {
    short: new Map(),
    slow: new Map(),
    costly: new Map(),
  };
  /** Lines with waiting requests; the next one first. */
  private readonly ring = new Set<Line>();
  private wasRouters = false;
  /** The number of all waiting requests. */
  waiting = 0;

  /** @param takenBy what a client took lately */
  constructor(private readonly takenBy: (client: string) => number) {}

  of(client: string | undefined, lane: Lane): Line {
    const lines = this.lanes[lane];
    let line = lines.get(client);
    if (!line) lines.set(client, (line = new Line(client, lane)));
    return line;
  }

  add(line: Line, waiter: Waiter): void {
    line.waiting.push(waiter);
    this.ring.add(line);
    this.waiting += 1;
  }

  forget(line: Line, waiter: Waiter): void {
    if (!line.forget(waiter)) return;
    this.taken(line);
    this.tidy(line);
  }

  /** Deletes the line of a client without waiting or running requests. */
  tidy(line: Line): void {
    if (line.working > 0 || line.waiting.length > 0) return;
    this.lanes[line.lane].delete(line.client);
  }

  /**
   * The line that may enter whose client used least recently; of several, round-robin. Every second turn goes to the
   * routers, which act for many clients.
   */
  next(mayEnter: (line: Line) => boolean): Line | undefined {
    if (this.ring.size === 0) return undefined;
    const routers = this.lanes.short.get(undefined);
    if (routers && !this.wasRouters && routers.waiting.length > 0 && mayEnter(routers)) return routers;
    let next: Line | undefined;
    let least = Infinity;
    for (const line of this.ring) {
      // Nobody measures the routers: after their turn, the clients come first.
      const taken = line.client === undefined ? Infinity : this.takenBy(line.client);
      if ((next && taken >= least) || !mayEnter(line)) continue;
      next = line;
      least = taken;
    }
    return next;
  }

  /** Takes the next waiter from a line and moves the line to the end. The caller must count it as working at once. */
  take(line: Line): Waiter {
    const waiter = line.take();
    this.wasRouters = line.client === undefined;
    this.ring.delete(line);
    if (line.waiting.length > 0) this.ring.add(line);
    this.taken(line);
    return waiter;
  }

  /** Takes the oldest waiter of a line, to make room. */
  takeOldest(line: Line): Waiter {
    const waiter = line.takeOldest();
    this.taken(line);
    this.tidy(line);
    return waiter;
  }

  /** The longest line of a client. */
  longest(): Line | undefined {
    let longest: Line | undefined;
    for (const line of this.ring) {
      if (line.client !== undefined && line.waiting.length > (longest?.waiting.length ?? 0)) longest = line;
    }
    return longest;
  }

  private taken(line: Line): void {
    this.waiting -= 1;
    if (line.waiting.length === 0) this.ring.delete(line);
  }
}
