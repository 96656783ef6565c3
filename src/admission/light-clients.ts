/** Which light clients asked in the last seconds: as long as there are some, heavy clients go last. */

/** A client that asked so long ago, in milliseconds, is no longer there. */
const rememberedMs = 5_000;
/** More need not be known by name. Several, since the one who looks, and those who became heavy since, do not count. */
const remembered = 16;

export class LightClients {
  /** When each asked last; the one who asked longest ago first. */
  private readonly askedAt = new Map<string, number>();

  constructor(private readonly isHeavy: (client: string) => boolean) {}

  note(client: string): void {
    this.askedAt.delete(client);
    if (this.askedAt.size >= remembered) this.askedAt.delete(this.askedAt.keys().next().value!);
    this.askedAt.set(client, performance.now());
  }

  /** Whether a client that is light asked in the last seconds, besides the one that is named. */
  areThereBesides(client: string): boolean {
    const since = performance.now() - rememberedMs;
    for (const [other, at] of this.askedAt) {
      if (at > since && other !== client && !this.isHeavy(other)) return true;
    }
    return false;
  }
}
