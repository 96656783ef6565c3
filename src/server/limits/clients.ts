/** Counts what each client asks for. Routers that show their secret are not counted: they count their own clients. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createRateLimiter, type Allowance, type RateLimitSettings } from './rate-limit.js';

export interface Clients {
  /**
   * Takes units from what the client of a request may still ask for, and tells it what is left.
   * @returns undefined if they are not counted
   * @throws RateLimitedError
   */
  charge(request: FastifyRequest, reply: FastifyReply, units: number): Promise<void> | undefined;
  /** Takes units for what a client took already, whether they are there or not. */
  settle(client: string, units: number): void;
  /** Whether anybody is counted. */
  readonly isCounting: boolean;
  close(): void;
}

export interface ClientSettings {
  /** Absent: nobody is counted. */
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
