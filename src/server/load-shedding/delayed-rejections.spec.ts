import { DelayedRejections } from './delayed-rejections.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Holds `count` rejections. @returns how many were sent after a time, and a way for the clients to disconnect */
function hold(count: number, refusals = new DelayedRejections(1_000)) {
  let told = 0;
  const leave = Array.from({ length: count }, () => refusals.hold(() => (told += 1)));
  return {
    toldAfter: (ms: number) => {
      if (ms > 0) jest.advanceTimersByTime(ms);
      return told;
    },
    leave: () => leave.forEach((go) => go()),
  };
}

it('a rejection is sent after the delay and not before', () => {
  const { toldAfter } = hold(1);
  expect(toldAfter(999)).toBe(0);
  expect(toldAfter(1)).toBe(1);
});

it('with a delay of 0 a rejection is sent at once', () => {
  expect(hold(3, new DelayedRejections(0)).toldAfter(0)).toBe(3);
});

it('the delay grows with the number of held rejections, to at most five times the configured delay', () => {
  const { toldAfter } = hold(4_000);
  expect(toldAfter(1_000)).toBe(500);
  expect(toldAfter(1_000)).toBe(1_000);
  expect(toldAfter(2_999)).toBe(2_499);
  expect(toldAfter(1)).toBe(4_000);
});

it('a rejection is sent at once when ten thousand are already held', () => {
  expect(hold(10_003).toldAfter(0)).toBe(3);
});

it('a client that disconnects frees its held rejection, and nothing is sent to it', () => {
  const refusals = new DelayedRejections(1_000);
  const gone = hold(10_000, refusals);
  gone.leave();
  const next = hold(1, refusals);
  expect([next.toldAfter(999), next.toldAfter(1), gone.toldAfter(5_000)]).toEqual([0, 1, 0]);
});

it('end() sends each held rejection once, and later rejections are sent at once', () => {
  const refusals = new DelayedRejections(1_000);
  const held = hold(3, refusals);
  refusals.end();
  expect([held.toldAfter(0), held.toldAfter(5_000), hold(1, refusals).toldAfter(0)]).toEqual([3, 3, 1]);
});
