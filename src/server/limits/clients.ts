/** Charges each client for its requests. Routers that send their secret are exempt: they limit their own clients. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createRateLimiter, type Allowance, type RateLimitSettings } from './rate-limit.js';

export interface Clients {
  /**
   * Charges units to the client of a request, and returns the remaining ones in headers.
   * @returns undefined if the client is exempt
   * @throws RateLimitedError
   */
  charge(request: FastifyRequest, reply: FastifyReply, units: number): Promise<void> | undefined;
  /** Charges units for resources already used, even if the client has none left. */
  settle(client: string, units: number): void;
  /** Whether there is a rate limit. */
  readonly isCounting: boolean;
  close(): void;
}

export interface ClientSettings {
  /** Absent: there is no rate limit. */
  rateLimit?: RateLimitSettings | undefined;
  /** The header in which a trusted proxy names the client. */
  clientHeader?: string | undefined;
}

export function countClients(
  { rateLimit }: ClientSettings,
  isRouter: (request: FastifyRequest) => boolean,
  onFault: (fault: Error) => void,
): Clients {
  if (!rateLimit)
    return { charge: () => undefined, settle: () => undefined, isCounting: false, close: () => undefined };
  const limiter = createRateLimiter(rateLimit, onFault);
  return {
    charge: (request, reply, units) => {
      if (units <= 0 || isRouter(request)) return undefined;
      return limiter.charge(request.client, units).then((left) => {
        if (reply.observed) reply.observed.record.charged += units;
        tell(reply, left);
      });
    },
    settle: (client, units) => void limiter.settle(client, units),
    isCounting: true,
    close: () => limiter.close(),
  };
}

function tell(reply: FastifyReply, { limit, remaining, reset }: Allowance): void {
  void reply.headers({ 'ratelimit-limit': limit, 'ratelimit-remaining': remaining, 'ratelimit-reset': reset });
}
