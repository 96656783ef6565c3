/**
 * Connections over which nothing has come: browsers and balancers make them in advance. Node.js does not count them as
 * idle, and a server that closes would wait for them until its last limit.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** What was sent as the server began to close, in milliseconds, has arrived. */
const onTheWayMs = 1_000;

export class UnusedConnections {
  private readonly sockets = new Set<Socket>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    // Those that carry requests are closed by Node.js; to keep them here would cost a place for each.
    server.on('request', ({ socket }) => this.sockets.delete(socket));
  }

  /** Closes those over which nothing comes in a moment. @returns to be called when the server is closed */
  closeSoon(): () => void {
    const timer = setTimeout(() => {
      for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy();
    }, onTheWayMs);
    return () => clearTimeout(timer);
  }
}
