/**
 * Connections that have sent nothing: browsers and load balancers open them in advance. Node.js does not count them as idle,
 * and a closing server would wait for them until its last timeout.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long to wait for data sent before the server began to close, in milliseconds. */
const onTheWayMs = 1_000;

export class UnusedConnections {
  private readonly sockets = new Set<Socket>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    // Node.js closes connections with requests; tracking them here would cost memory for each.
    server.on('request', ({ socket }) => this.sockets.delete(socket));
  }

  /** Closes connections that stay silent for a moment. @returns to be called when the server is closed */
  closeSoon(): () => void {
    const timer = setTimeout(() => {
      for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy();
    }, onTheWayMs);
    return () => clearTimeout(timer);
  }
}
