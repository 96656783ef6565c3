/** Who waits, client by client: each client has a line of its own, and the lines are served in turn. */

export interface Waiter {
  readonly enter: () => void;
  readonly refuse: () => void;
}

/** The requests of one client that wait, costly ones or others, and the number of those that are worked on. */
export class Line {
  working = 0;
  /** In order of arrival. */
  readonly waiting: Waiter[] = [];
  /** While more than these wait, whoever came last is next. */
  private lastFirstAbove = Infinity;

  /** @param client undefined: the routers, who ask for many clients */
  constructor(
    readonly client: string | undefined,
    readonly isCostly: boolean,
  ) {}

  /** Notes that one of its requests was refused since too many wait: until half of these are gone it is a crowd. */
  noteRefusal(): void {
    this.lastFirstAbove = this.waiting.length / 2;
  }

  /**
   * In turn; but in a crowd, where some will be refused in any case, whoever has come last. Their clients still wait, and
   * all that belongs to them is at hand; in turn, everybody would wait as long as the line is.
   * After B. Maurer, "Fail at Scale", ACM Queue 13(8), 2015: adaptive LIFO.
   */
  take(): Waiter {
    return this.at(this.waiting.length > this.lastFirstAbove ? -1 : 0)!;
  }

  /** Takes the one who would be served last in a crowd. */
  takeOldest(): Waiter {
    return this.at(0)!;
  }

  /** @returns whether it was still there */
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
  private readonly lines = new Map<string | undefined, Line>();
  private readonly costly = new Map<string | undefined, Line>();
  /** Lines in which somebody waits; the one whose turn it is first. */
  private readonly ring = new Set<Line>();
  private wasRouters = false;
  /** All who wait. */
  waiting = 0;

  /** @param takenBy what a client took lately */
  constructor(private readonly takenBy: (client: string) => number) {}

  of(client: string | undefined, isCostly: boolean): Line {
    const lines = isCostly ? this.costly : this.lines;
    let line = lines.get(client);
    if (!line) lines.set(client, (line = new Line(client, isCostly)));
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

  /** Of a client who neither waits nor is worked on nothing is kept. */
  tidy(line: Line): void {
    if (line.working > 0 || line.waiting.length > 0) return;
    (line.isCostly ? this.costly : this.lines).delete(line.client);
  }

  /**
   * The line that may go on whose client took least lately, or the first of several, in turn. Every second turn is that of
   * the routers, who ask for many.
   */
  next(mayEnter: (line: Line) => boolean): Line | undefined {
    if (this.ring.size === 0) return undefined;
    const routers = this.lines.get(undefined);
    if (routers && !this.wasRouters && routers.waiting.length > 0 && mayEnter(routers)) return routers;
    let next: Line | undefined;
    let least = Infinity;
    for (const line of this.ring) {
      const taken = line.client === undefined ? 0 : this.takenBy(line.client);
      if (taken >= least || !mayEnter(line)) continue;
      next = line;
      least = taken;
    }
    return next;
  }

  /** Takes the next waiter out of a line, which goes to the end of the ring. It is to be counted as working at once. */
  take(line: Line): Waiter {
    const waiter = line.take();
    this.wasRouters = line.client === undefined;
    this.ring.delete(line);
    if (line.waiting.length > 0) this.ring.add(line);
    this.taken(line);
    return waiter;
  }

  /** Takes the oldest of a line, to make room. */
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
