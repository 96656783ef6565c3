import { ClientUsage } from './client-usage.js';

const options = { fadeMs: 10_000, heavyMs: 1_000, lightMs: 500, clients: 3 };

function usage() {
  let now = 0;
  const taken = new ClientUsage(options, () => now);
  return { taken, pass: (ms: number) => (now += ms) };
}

it('a client is heavy once it exceeds its share, until most of its usage has decayed', () => {
  const { taken, pass } = usage();
  taken.note('a', 600);
  expect(taken.isHeavy('a')).toBe(false);
  taken.note('a', 600);
  expect(taken.isHeavy('a')).toBe(true);
  expect(taken.isHeavy('b')).toBe(false);
  pass(5_000);
  expect(taken.recent('a')).toBeCloseTo(1_200 * Math.exp(-0.5));
  expect(taken.isHeavy('a')).toBe(true);
  pass(5_000);
  expect(taken.isHeavy('a')).toBe(false);
  taken.note('a', 200);
  expect(taken.isHeavy('a')).toBe(false);
});

it('usage is remembered for a limited number of clients; the least recent is forgotten', () => {
  const { taken } = usage();
  taken.note('old', 5_000);
  for (const client of ['a', 'b', 'c']) taken.note(client, 2_000);
  expect(taken.recent('old')).toBe(0);
  expect(['a', 'b', 'c'].every((client) => taken.isHeavy(client))).toBe(true);
});

describe('a resource that clients use side by side', () => {
  it('clients that use a resource concurrently are each charged an equal part of the time', () => {
    const { taken, pass } = usage();
    const database = taken.newResource();
    const endA = taken.begin('a', database);
    pass(100);
    expect(taken.recent('a')).toBe(100);
    const endB = taken.begin('b', database);
    const endOther = taken.begin('a', database);
    pass(300);
    expect(taken.recent('b')).toBe(100);
    endB();
    endB();
    endOther();
    pass(100);
    endA();
    pass(0);
    expect(taken.recent('a')).toBeCloseTo(400, -1);
    expect(taken.recent('b')).toBeCloseTo(100, -1);
  });

  it('each shared resource has its own clock', () => {
    const { taken, pass } = usage();
    taken.begin('a', taken.newResource());
    taken.begin('b', taken.newResource());
    pass(200);
    expect([taken.recent('a'), taken.recent('b')]).toEqual([200, 200]);
  });
});
