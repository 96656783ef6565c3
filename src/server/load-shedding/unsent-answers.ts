/**
 * Answers that are computed but not sent yet, since their clients read slowly. They hold no place among running requests;
 * their bytes are limited per client and for the process, and clients that read almost nothing are disconnected.
 */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { sentBytes } from './sent-bytes.js';
import { TransferRate, type RateFloor } from './transfer-rate.js';

export interface UnsentLimits {
  /** Of all clients together. */
  readonly bytes: number;
  readonly bytesPerClient: number;
  /** A client that reads more slowly is disconnected. */
  readonly floor: RateFloor;
}

/** Why a request is rejected. */
export type UnsentRefusal = 'unsent_of_client' | 'unsent';
/** Why a connection is closed. */
export type CutReason = UnsentRefusal | 'slow_reader';

interface Unsent {
  readonly client: string | undefined;
  bytes: number;
  answers: number;
  readonly rate: TransferRate;
}

export class UnsentAnswers {
  /** Oldest first. */
  private readonly connections = new Map<Socket, Unsent>();
  /** Unsent bytes by client; undefined: of routers. */
  private readonly clients = new Map<string | undefined, number>();
  private readonly timer: NodeJS.Timeout;
  /** Unsent bytes of all clients. */
  bytes = 0;

  /** @param onCut called with the reason when a connection is closed */
  constructor(
    private readonly limits: UnsentLimits,
    private readonly onCut: (reason: CutReason) => void,
  ) {
    this.timer = setInterval(() => this.look(), Math.min(1_000, limits.floor.windowMs / 4));
    this.timer.unref();
  }

  /** Counts an answer until it is sent or its client disconnects. @param client undefined: a router */
  add(client: string | undefined, response: ServerResponse, socket: Socket, bytes: number): void {
    // A destroyed socket emits no further "close".
    if (socket.destroyed) return;
    let unsent = this.connections.get(socket);
    if (!unsent) {
      unsent = { client, bytes: 0, answers: 0, rate: new TransferRate(sentBytes(socket)) };
      this.connections.set(socket, unsent);
    }
    this.count(unsent, bytes, 1);
    response.once('close', () => {
      // Answers of a connection that was closed here are no longer counted.
      if (this.connections.get(socket) !== unsent) return;
      this.count(unsent, -bytes, -1);
      if (unsent.answers === 0) this.connections.delete(socket);
    });
  }

  /**
   * Returns why a client is rejected: it has too many unread bytes. If all clients together have, those with at least the
   * average are rejected, so that clients that read are served.
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

  /** Disconnects clients below the minimum rate, and clients over a limit that have read nothing since the last call. */
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
    // At once: "close" of its answers follows later, and until then they would count against the client's next connection.
    this.count(unsent, -unsent.bytes, 0);
    this.connections.delete(socket);
    socket.destroy();
  }
}
