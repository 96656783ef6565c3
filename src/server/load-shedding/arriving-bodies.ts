/**
 * Requests whose bodies are still arriving. They hold no place among running requests: a client that sends its body a byte
 * at a time would block other clients.
 */
import type { FastifyRequest } from 'fastify';
import { TransferRate, type RateFloor } from './transfer-rate.js';

/** Why the server stops waiting for a body. */
export type BodyRefusal = 'queue_full' | 'slow_body';

interface Arriving {
  readonly client: string | undefined;
  readonly rate: TransferRate;
  readonly refuse: (reason: BodyRefusal) => void;
}

export class ArrivingBodies {
  /** In order of arrival. */
  private readonly requests = new Map<FastifyRequest, Arriving>();
  private readonly counts = new Map<string | undefined, number>();
  private readonly timer: NodeJS.Timeout;

  /** @param most how many bodies may arrive at once */
  constructor(
    private readonly most: number,
    private readonly floor: RateFloor,
  ) {
    this.timer = setInterval(() => this.look(), Math.min(1_000, floor.windowMs / 4));
    this.timer.unref();
  }

  /**
   * Waits for a body. If too many are arriving, the oldest body of the client that sends most of them is dropped.
   * @param client undefined: a router, which sends for many clients; its bodies are not dropped
   * @param refuse called once if the server stops waiting for the body
   * @returns whether the server waits for the body
   */
  add(request: FastifyRequest, client: string | undefined, refuse: Arriving['refuse']): boolean {
    if (this.requests.size >= this.most && !this.makeRoomFor(client)) return false;
    this.requests.set(request, { client, refuse, rate: new TransferRate(request.socket.bytesRead) });
    this.counts.set(client, (this.counts.get(client) ?? 0) + 1);
    return true;
  }

  /** @returns whether the server waited for the body of the request */
  delete(request: FastifyRequest): boolean {
    const arriving = this.requests.get(request);
    if (!arriving) return false;
    this.requests.delete(request);
    const count = this.counts.get(arriving.client)! - 1;
    if (count > 0) this.counts.set(arriving.client, count);
    else this.counts.delete(arriving.client);
    return true;
  }

  close(): void {
    clearInterval(this.timer);
  }

  private makeRoomFor(client: string | undefined): boolean {
    let worst: string | undefined;
    let most = (this.counts.get(client) ?? 0) + 1;
    for (const [other, count] of this.counts) {
      if (other === undefined || count <= most) continue;
      worst = other;
      most = count;
    }
    if (worst === undefined) return false;
    for (const [request, arriving] of this.requests) {
      if (arriving.client !== worst) continue;
      this.giveUp(request, arriving, 'queue_full');
      return true;
    }
    return false;
  }

  private look(): void {
    const now = performance.now();
    for (const [request, arriving] of this.requests) {
      const { isTooSlow } = arriving.rate.look(request.socket.bytesRead, now, this.floor);
      if (isTooSlow) this.giveUp(request, arriving, 'slow_body');
    }
  }

  private giveUp(request: FastifyRequest, arriving: Arriving, reason: BodyRefusal): void {
    this.delete(request);
    arriving.refuse(reason);
  }
}
