/** The identity of a client for limits over time. */
import { BlockList, isIP, isIPv4 } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Returns whether an address belongs to a trusted proxy. */
export type IsTrusted = (address: string) => boolean;

/** @param proxies addresses, or subnets such as `10.0.0.0/8` */
export function trustedProxies(proxies: readonly string[]): IsTrusted {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address, bits] = proxy.split('/') as [string, string?];
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The identity of its client, see `clientOf`. */
    client: string;
  }
}

/** Identifies the client of each request, before any other hook. */
export function nameClients(app: FastifyInstance, isTrusted: IsTrusted, header: string | undefined): void {
  app.decorateRequest('client', '');
  app.addHook('onRequest', (request, _reply, done) => {
    request.client = clientOf(request, isTrusted, header);
    done();
  });
}

/**
 * The identity of a client: the header of a trusted proxy, or else its address. A client with an IPv6 address usually has
 * the whole /64, which counts as one.
 */
function clientOf(request: FastifyRequest, isTrusted: IsTrusted, header: string | undefined): string {
  const named = header === undefined ? undefined : request.headers[header];
  if (typeof named === 'string' && named !== '' && isTrusted(request.socket.remoteAddress ?? '')) {
    return `key:${named.slice(0, 200)}`;
  }
  return `ip:${networkOf(request.ip)}`;
}

/** An IPv4 address, or the /64 of an IPv6 address. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || isIP(address) !== 6) return mapped ?? address;
  const [head, tail] = address.split('%')[0]!.split('::') as [string, string?];
  const before = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
