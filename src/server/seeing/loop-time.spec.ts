import { setImmediate as nextTurn } from 'node:timers/promises';
import { LoopTime } from './loop-time.js';

let now: number;
let time: LoopTime;
beforeEach(() => {
  now = 1_000;
  time = new LoopTime(() => now);
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

test('the time until the event loop has something to do again belongs to nobody', async () => {
  const [one, other] = [user(), user()];
  time.begin(one);
  work(3);
  await nextTurn();
  work(1_000);
  time.begin(other);
  time.claim(other);
  await nextTurn();
  work(1_000);
  time.claim(one);
  expect([one.eventLoopMs, other.eventLoopMs]).toEqual([3, 0]);
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
