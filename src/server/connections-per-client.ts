/**
 * Limits the open connections of one address (an IPv6 /64). Each takes some 12 KB and a file descriptor before its first
 * request. Trusted proxies hold connections for many clients and are exempt.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { networkOf, type IsTrusted } from './limits/client.js';

/** @param onRefused called for each connection that is closed because of the limit */
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
