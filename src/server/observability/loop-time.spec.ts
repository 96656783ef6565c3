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

test('time belongs to whoever was marked last, until another one is', () => {
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

test('time is claimed by whoever has worked, though another one was marked in between', () => {
  const [one, other] = [user(), user()];
  time.begin(one);
  time.begin(other);
  work(100);
  time.claim(one);
  work(2);
  time.claim(other);
  expect([one.eventLoopMs, other.eventLoopMs]).toEqual([100, 2]);
});

test('the time in which the event loop has nothing to do belongs to nobody', () => {
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

test('what runs after a request has ended is not for it', () => {
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

test('what kept everybody else waiting is told, and what did not is not', () => {
  const one = user();
  time.begin(one);
  work(19);
  time.begin(one);
  work(300);
  time.update();
  expect(time.blockedMs).toBe(300);
});
