/**
 * Tells each response when its client has gone. Node.js tells only the one that is being sent: responses to requests that
 * were sent one behind the other wait for their turn on the connection, and hear nothing when it ends. What they hold (a
 * place among the requests that are worked on) they would hold for ever.
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
        // The one that has its turn is told by Node.js itself.
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
