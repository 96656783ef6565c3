import { ClientUsage } from './client-usage';

const options = { fadeMs: 10_000, heavyMs: 1_000, clients: 3 };

function usage() {
  let now = 0;
  const taken = new ClientUsage(options, () => now);
  return { taken, pass: (ms: number) => (now += ms) };
}

it('a client is heavy after it took more than its share, and no longer when that has faded', () => {
  const { taken, pass } = usage();
  taken.note('a', 600);
  expect(taken.isHeavy('a')).toBe(false);
  taken.note('a', 600);
  expect(taken.isHeavy('a')).toBe(true);
  expect(taken.isHeavy('b')).toBe(false);
  pass(5_000);
  expect(taken.recent('a')).toBeCloseTo(1_200 * Math.exp(-0.5));
  expect(taken.isHeavy('a')).toBe(false);
});

it('many clients take no more memory than that of the number that is remembered', () => {
  const { taken } = usage();
  taken.note('old', 5_000);
  for (const client of ['a', 'b', 'c']) taken.note(client, 2_000);
  expect(taken.recent('old')).toBe(0);
  expect(['a', 'b', 'c'].every((client) => taken.isHeavy(client))).toBe(true);
});
