/**
 * What each client may ask for over time, counted in the cost of its operations: so many units in a minute, and a
 * reserve for bursts that is filled every ten minutes. With Redis all processes count together; while Redis is away each
 * counts for itself, and no request fails of it.
 */
import { Redis } from 'ioredis';
import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimitedError } from '../../graph/errors.js';
import { MemorySettlement, settleInRedis, type Bucket } from './rate-settlement.js';

export interface RateLimitSettings {
  /** Units of cost that a client may ask for in a minute. */
  perMinute: number;
  /** Units beyond that, in ten minutes. */
  burst: number;
  /** Where the processes of a server count together. May contain a password: never log it. */
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
  /** Takes units from what a client may still ask for. @throws RateLimitedError if they are not there */
  charge(client: string, units: number): Promise<Allowance>;
  /** Takes whole units for what a client took already; they may not be there, and are then missing later. Never fails. */
  settle(client: string, units: number): Promise<void>;
  close(): void;
}

const minute = 60;
const tenMinutes = 600;
/** A Redis that does not answer is not waited for longer; then its connection is given up. */
const usualRedisTimeoutMs = 250;

/** @param onFault is told when Redis goes away; not of each request that was counted without it */
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
      // A client that has used up its units is refused without asking Redis, until they are there again.
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
        // More than there is in a full minute could never be asked for.
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
