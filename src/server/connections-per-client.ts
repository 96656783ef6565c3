/**
 * How many connections one address (an IPv6 /64) may hold open. Each takes some 12 KB and a file descriptor before it asks for
 * anything. Proxies of ours hold connections for many clients and are not counted.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf, type IsTrusted } from './limits/client.js';

/** @param onRefused is told of each connection that is closed since there are too many */
export function limitConnections(server: Server, most: number, isProxy: IsTrusted, onRefused: () => void): void {
  const counts = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || isProxy(remoteAddress)) return;
    const network = networkOf(remoteAddress);
    const count = counts.get(network) ?? 0;
    if (count >= most) {
      onRefused();
      socket.destroy();
      return;
    }
    counts.set(network, count + 1);
    socket.once('close', () => {
      const left = counts.get(network)! - 1;
      if (left > 0) counts.set(network, left);
      else counts.delete(network);
    });
  });
}
