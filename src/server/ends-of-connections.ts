/**
 * Emits "close" on each response when its client disconnects. Node.js does so only for the response being sent: those to
 * pipelined requests wait for their turn on the connection and get no event when it closes. They would hold their places
 * forever.
 */
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export function tellEndsOfConnections(server: Server): void {
  const waiting = new WeakMap<Socket, Set<ServerResponse>>();
  server.on('connection', (socket: Socket) => {
    const responses = new Set<ServerResponse>();
    waiting.set(socket, responses);
    socket.once('close', () => {
      for (const response of responses) {
        // Node.js itself emits the event for the current response.
        if (response.socket !== null) continue;
        response.destroy();
        response.emit('close');
      }
    });
  });
  server.on('request', ({ socket }, response) => {
    const responses = waiting.get(socket);
    responses?.add(response);
    response.once('close', () => responses?.delete(response));
  });
}
