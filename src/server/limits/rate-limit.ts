/**
 * Limits the cost of each client's operations over time: a number of units per minute, and a reserve for bursts that is
 * refilled every ten minutes. With Redis all processes share the counts; while Redis is unreachable each process counts
 * alone, and no request fails for that.
 */
import { Redis } from 'ioredis';
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimitedError } from '../../graph/errors.js';
import { MemorySettlement, settleInRedis, type Bucket } from './rate-settlement.js';

export interface RateLimitSettings {
  /** Units of cost per client and minute. */
  perMinute: number;
  /** Additional units in ten minutes. */
  burst: number;
  /** Where processes share their counts. May contain a password: never log it. */
  redisUrl?: string | undefined;
}

/** What a client has left. */
export interface Allowance {
  limit: number;
  remaining: number;
  /** Seconds until the minute is over. */
  reset: number;
}

export interface RateLimiter {
  /** Charges units to a client. @throws RateLimitedError if it has too few left */
  charge(client: string, units: number): Promise<Allowance>;
  /** Charges whole units for resources already used; units that are missing become a debt. Never fails. */
  settle(client: string, units: number): Promise<void>;
  close(): void;
}

const minute = 60;
const tenMinutes = 600;
/** How long to wait for an answer of Redis; after twice as long its connection is closed. */
const usualRedisTimeoutMs = 250;

/** @param onFault called when Redis becomes unreachable, not for each request counted without it */
export function createRateLimiter(
  settings: RateLimitSettings,
  onFault: (fault: Error) => void,
  redisTimeoutMs = usualRedisTimeoutMs,
): RateLimiter {
  const { perMinute, burst, redisUrl } = settings;
  const redis = redisUrl === undefined ? undefined : connect(redisUrl, onFault, redisTimeoutMs);
  const bucket = (keyPrefix: string, points: number, duration: number) => ({
    memory: new RateLimiterMemory({ keyPrefix, points, duration }),
    points,
    duration,
  });
  const buckets = {
    minute: bucket('graph:rate', perMinute, minute),
    burst: bucket('graph:burst', burst, tenMinutes),
  };
  const shared = ({ memory, points, duration }: Bucket) => {
    if (!redis) return memory;
    const storeClient = redis;
    return new RateLimiterRedis({
      storeClient,
      keyPrefix: memory.keyPrefix,
      points,
      duration,
      // A client without units is rejected without asking Redis until they are refilled.
      inMemoryBlockOnConsumed: points + 1,
      insuranceLimiter: memory,
      rejectIfRedisNotReady: true,
    });
  };
  const limiter = new BurstyRateLimiter(shared(buckets.minute), shared(buckets.burst));
  const inMemory = new MemorySettlement(buckets);
  return {
    charge: async (client, units) => {
      try {
        // An operation above the units of a full minute could never run.
        const state = await limiter.consume(client, Math.min(units, perMinute));
        return { limit: perMinute, remaining: state?.remainingPoints ?? 0, reset: seconds(state) };
      } catch (fault) {
        if (fault instanceof RateLimiterRes) throw new RateLimitedError(seconds(fault));
        throw fault;
      }
    },
    settle: async (client, units) => {
      if (redis?.status !== 'ready') return inMemory.settle(client, units);
      return settleInRedis(redis, buckets, client, units).catch(() => inMemory.settle(client, units));
    },
    close: () => redis?.disconnect(),
  };
}

const seconds = (state: { msBeforeNext: number } | null | undefined) =>
  Math.max(1, Math.ceil((state?.msBeforeNext ?? 0) / 1_000));

function connect(url: string, onFault: (fault: Error) => void, redisTimeoutMs: number): Redis {
  const redis = new Redis(url, {
    commandTimeout: redisTimeoutMs,
    socketTimeout: 2 * redisTimeoutMs,
    connectTimeout: 2_000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 200, 2_000),
  });
  let isAway = false;
  redis.on('error', (fault: Error) => {
    if (!isAway) onFault(fault);
    isAway = true;
  });
  redis.on('ready', () => {
    isAway = false;
  });
  return redis;
}
