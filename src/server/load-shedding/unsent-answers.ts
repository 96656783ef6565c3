/**
 * Answers that are computed and not sent yet, since their clients read slowly. They hold no place of those that are worked
 * on; their bytes have a limit for each client and for the process, and whoever reads next to nothing is cut off.
 */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { sentBytes } from './sent-bytes.js';
import { TransferRate, type RateFloor } from './transfer-rate.js';

export interface UnsentLimits {
  /** Of all clients together. */
  readonly bytes: number;
  readonly bytesPerClient: number;
  /** A client that reads more slowly is cut off. */
  readonly floor: RateFloor;
}

/** Why a client is refused. */
export type UnsentRefusal = 'unsent_of_client' | 'unsent';
/** Why a connection is cut. */
export type CutReason = UnsentRefusal | 'slow_reader';

interface Unsent {
  readonly client: string | undefined;
  bytes: number;
  answers: number;
  readonly rate: TransferRate;
}

export class UnsentAnswers {
  /** In the order in which they began to wait. */
  private readonly connections = new Map<Socket, Unsent>();
  /** Bytes of each client of whom some wait; undefined: of routers. */
  private readonly clients = new Map<string | undefined, number>();
  private readonly timer: NodeJS.Timeout;
  /** Bytes of all. */
  bytes = 0;

  /** @param onCut is told why a connection was cut */
  constructor(
    private readonly limits: UnsentLimits,
    private readonly onCut: (reason: CutReason) => void,
  ) {
    this.timer = setInterval(() => this.look(), Math.min(1_000, limits.floor.windowMs / 4));
    this.timer.unref();
  }

  /** Counts an answer until it is sent or its client has gone. @param client undefined: a router */
  add(client: string | undefined, response: ServerResponse, socket: Socket, bytes: number): void {
    // Whose connection has ended already hears of no end any more.
    if (socket.destroyed) return;
    let unsent = this.connections.get(socket);
    if (!unsent) {
      unsent = { client, bytes: 0, answers: 0, rate: new TransferRate(sentBytes(socket)) };
      this.connections.set(socket, unsent);
    }
    this.count(unsent, bytes, 1);
    response.once('close', () => {
      // Those of a connection that was cut are not counted any more.
      if (this.connections.get(socket) !== unsent) return;
      this.count(unsent, -bytes, -1);
      if (unsent.answers === 0) this.connections.delete(socket);
    });
  }

  /**
   * Why a client is to be refused: it has too much to read. Where all together have, those are refused who have at least as
   * much as others on average, so that those who read are answered.
   */
  refusalOf(client: string | undefined): UnsentRefusal | undefined {
    const own = this.clients.get(client) ?? 0;
    if (client !== undefined && own >= this.limits.bytesPerClient) return 'unsent_of_client';
    return own > 0 && this.bytes >= this.limits.bytes && own * this.clients.size >= this.bytes ? 'unsent' : undefined;
  }

  close(): void {
    clearInterval(this.timer);
  }

  private count(unsent: Unsent, bytes: number, answers: number): void {
    unsent.bytes += bytes;
    unsent.answers += answers;
    this.bytes += bytes;
    const own = (this.clients.get(unsent.client) ?? 0) + bytes;
    if (own > 0) this.clients.set(unsent.client, own);
    else this.clients.delete(unsent.client);
  }

  /** Cuts off who reads next to nothing; and of those over a limit, who has read nothing since the last look. */
  private look(): void {
    const now = performance.now();
    for (const [socket, unsent] of this.connections) {
      const { isStalled, isTooSlow } = unsent.rate.look(sentBytes(socket), now, this.limits.floor);
      const reason = isTooSlow ? 'slow_reader' : isStalled ? this.refusalOf(unsent.client) : undefined;
      if (reason) this.cut(socket, unsent, reason);
    }
  }

  private cut(socket: Socket, unsent: Unsent, reason: CutReason): void {
    this.onCut(reason);
    // At once: its answers hear of the end a moment later, and until then would count for the next connection, too.
    this.count(unsent, -unsent.bytes, 0);
    this.connections.delete(socket);
    socket.destroy();
  }
}
