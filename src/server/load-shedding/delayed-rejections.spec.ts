import { DelayedRejections } from './delayed-rejections.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Holds so many refusals. @returns how many are told after a time, and a way for the clients to leave */
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

it('a refusal is told after the delay, and not before', () => {
  const { toldAfter } = hold(1);
  expect(toldAfter(999)).toBe(0);
  expect(toldAfter(1)).toBe(1);
});

it('without a delay it is told at once', () => {
  expect(hold(3, new DelayedRejections(0)).toldAfter(0)).toBe(3);
});

it('the more are held the longer they are, so that they are told no faster, but no more than five times as long', () => {
  const { toldAfter } = hold(4_000);
  expect(toldAfter(1_000)).toBe(500);
  expect(toldAfter(1_000)).toBe(1_000);
  expect(toldAfter(2_999)).toBe(2_499);
  expect(toldAfter(1)).toBe(4_000);
});

it('what comes on top of ten thousand is told at once', () => {
  expect(hold(10_003).toldAfter(0)).toBe(3);
});

it('whoever leaves makes room and is told nothing', () => {
  const refusals = new DelayedRejections(1_000);
  const gone = hold(10_000, refusals);
  gone.leave();
  const next = hold(1, refusals);
  expect([next.toldAfter(999), next.toldAfter(1), gone.toldAfter(5_000)]).toEqual([0, 1, 0]);
});

it('at the end all are told at once, each only once, and none is held from then on', () => {
  const refusals = new DelayedRejections(1_000);
  const held = hold(3, refusals);
  refusals.end();
  expect([held.toldAfter(0), held.toldAfter(5_000), hold(1, refusals).toldAfter(0)]).toEqual([3, 3, 1]);
});
