/** Light clients that sent requests in the last seconds: while there are any, heavy clients go last. */

/** How long a client counts as present after its last request, in milliseconds. */
const rememberedMs = 5_000;
/** How many are remembered: several, since the client that asks and those that became heavy since do not count. */
const remembered = 16;

export class LightClients {
  /** Time of the last request by client, oldest first. */
  private readonly askedAt = new Map<string, number>();

  constructor(private readonly isHeavy: (client: string) => boolean) {}

  note(client: string): void {
    this.askedAt.delete(client);
    if (this.askedAt.size >= remembered) this.askedAt.delete(this.askedAt.keys().next().value!);
    this.askedAt.set(client, performance.now());
  }

  /** Whether a light client other than `client` sent a request in the last seconds. */
  areThereBesides(client: string): boolean {
    const since = performance.now() - rememberedMs;
    for (const [other, at] of this.askedAt) {
      if (at > since && other !== client && !this.isHeavy(other)) return true;
    }
    return false;
  }
}
