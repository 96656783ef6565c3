/**
 * Charges a client for resources already used, even without enough units: first to its minute, then to its reserve. Units
 * beyond both are a debt: both stay used up for as long as the units per minute take to pay it off.
 */
import type { Redis } from 'ioredis';
import type { RateLimiterMemory } from 'rate-limiter-flexible';

/** The longest time that a client is locked out, in milliseconds. */
export const longestOutMs = 3_600_000;

export interface Bucket {
  readonly memory: RateLimiterMemory;
  readonly points: number;
  /** In seconds. */
  readonly duration: number;
}

export interface Buckets {
  readonly minute: Bucket;
  readonly burst: Bucket;
}

/** How long a debt locks a client out, in milliseconds. */
const outMs = (debt: number, { points, duration }: Bucket) => (debt / points) * duration * 1_000;

/** Settles in the memory of this process, one settlement at a time: each must see the lockout that the previous one set. */
export class MemorySettlement {
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly buckets: Buckets) {}

  settle(client: string, units: number): Promise<void> {
    return (this.last = this.last.then(() => this.take(client, units)));
  }

  private async take(client: string, units: number): Promise<void> {
    const { minute, burst } = this.buckets;
    const ofMinute = await minute.memory.penalty(client, units);
    const beyondMinute = beyond(ofMinute.consumedPoints, minute.points, units);
    if (beyondMinute === 0) return;
    const ofBurst = await burst.memory.penalty(client, beyondMinute);
    const debt = beyond(ofBurst.consumedPoints, burst.points, beyondMinute);
    if (debt === 0) return;
    const ms = Math.min(longestOutMs, ofMinute.msBeforeNext + outMs(debt, minute));
    await minute.memory.set(client, ofMinute.consumedPoints, ms / 1_000);
    if (ofBurst.msBeforeNext < ms) await burst.memory.set(client, ofBurst.consumedPoints, ms / 1_000);
  }
}

/** How many of the units just charged exceed the points of a bucket. */
const beyond = (consumed: number, points: number, units: number) => Math.min(units, Math.max(0, consumed - points));

/** The same as one atomic step in Redis, in which several processes may settle at once. */
const script = `
  local function take(key, points, seconds, units)
    redis.call('set', key, 0, 'EX', seconds, 'NX')
    local consumed = redis.call('incrby', key, units)
    return math.min(units, math.max(0, consumed - points))
  end
  local units, longest = tonumber(ARGV[1]), tonumber(ARGV[2])
  local minutePoints, minuteSeconds = tonumber(ARGV[3]), tonumber(ARGV[4])
  local debt = take(KEYS[1], minutePoints, minuteSeconds, units)
  if debt > 0 then debt = take(KEYS[2], tonumber(ARGV[5]), tonumber(ARGV[6]), debt) end
  if debt > 0 then
    local out = math.ceil(redis.call('pttl', KEYS[1]) + debt / minutePoints * minuteSeconds * 1000)
    out = math.min(longest, out)
    redis.call('pexpire', KEYS[1], out)
    if redis.call('pttl', KEYS[2]) < out then redis.call('pexpire', KEYS[2], out) end
  end
`;

/** @throws if Redis does not answer */
export async function settleInRedis(
  redis: Redis,
  { minute, burst }: Buckets,
  client: string,
  units: number,
): Promise<void> {
  const keys = [minute, burst].map(({ memory }) => memory.getKey(client));
  const buckets = [minute, burst].flatMap(({ points, duration }) => [points, duration]);
  await redis.eval(script, keys.length, ...keys, units, longestOutMs, ...buckets);
}
