import { LoopTime } from './loop-time.js';

let now: number;
let idle: number;
let time: LoopTime;
beforeEach(() => {
  now = 1_000;
  idle = 0;
  time = new LoopTime(
    () => now,
    () => idle,
  );
});
const user = () => ({ eventLoopMs: 0 });
const work = (ms: number) => void (now += ms);

test('time is charged to the request that was marked last', () => {
  const [one, other] = [user(), user()];
  time.begin(one);
  work(3);
  time.begin(other);
  work(5);
  time.begin(one);
  work(1);
  time.update();
  expect([one.eventLoopMs, other.eventLoopMs]).toEqual([4, 5]);
});

test('a request can claim time although another one was marked in between', () => {
  const [one, other] = [user(), user()];
  time.begin(one);
  time.begin(other);
  work(100);
  time.claim(one);
  work(2);
  time.claim(other);
  expect([one.eventLoopMs, other.eventLoopMs]).toEqual([100, 2]);
});

test('idle time of the event loop is charged to no request', () => {
  const [one, other] = [user(), user()];
  time.begin(one);
  work(3);
  work(1_000);
  idle += 1_000;
  time.begin(other);
  work(2);
  time.claim(other);
  expect([one.eventLoopMs, other.eventLoopMs, time.blockedMs]).toEqual([3, 2, 0]);
});

test('work after a request has ended is not charged to it', () => {
  const [one, other] = [user(), user()];
  time.begin(one);
  work(3);
  time.end(one);
  work(50);
  time.begin(other);
  work(1);
  time.end(one);
  work(2);
  time.end(other);
  expect([one.eventLoopMs, other.eventLoopMs]).toEqual([3, 3]);
});

test('work that blocks the event loop is reported, and shorter work is not', () => {
  const one = user();
  time.begin(one);
  work(19);
  time.begin(one);
  work(300);
  time.update();
  expect(time.blockedMs).toBe(300);
});
