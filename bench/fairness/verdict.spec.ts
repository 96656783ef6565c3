import type { Visit } from './messages';
import { faultsOf, figuresOf, percentile, type Attacked, type Figures } from './verdict';

const visit = (due: number, ms: number, answered = true): Visit => ({ due, ms, answered });

describe('figures of ordinary clients', () => {
  it('percentiles use the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => n + 1);
    expect([0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 95, 99, 100]);
    expect(percentile([7], 0.01)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('a page counts in the phase in which it was due, however late it arrived', () => {
    const visits = [visit(99, 1), visit(100, 5_000), visit(199, 2), visit(200, 3)];
    expect(figuresOf(visits, 100, 200)).toEqual({ due: 2, answered: 1, p50: 2, p95: 5_000, p99: 5_000 });
  });

  it('only pages that arrived count in the times', () => {
    expect(figuresOf([visit(1, 10), visit(2, 0, false)], 0, 10)).toMatchObject({ due: 2, answered: 0.5, p99: 10 });
  });
});

describe('the verdict', () => {
  const figures = (changes: Partial<Figures> = {}): Figures => ({
    due: 1_000,
    answered: 1,
    p50: 5,
    p95: 20,
    p99: 30,
    ...changes,
  });
  const attacked = (changes: Partial<Attacked> = {}): Attacked => ({
    alone: figures(),
    attacked: figures({ answered: 0.995, p95: 60 }),
    after: figures({ answered: 0.995, p95: 60 }),
    peakMemoryMb: 400,
    lives: true,
    ...changes,
  });

  it('figures that just meet the demands pass', () => {
    expect(faultsOf(attacked())).toEqual([]);
  });

  it.each<[string, Partial<Attacked>, string]>([
    ['a process that died', { lives: false }, 'the process died'],
    ['too few answers', { attacked: figures({ answered: 0.9949 }) }, 'only 99.49 % answered'],
    ['too few answers alone', { alone: figures({ answered: 0.9 }) }, 'only 90.00 % answered without an attack'],
    ['late answers', { attacked: figures({ p95: 62 }) }, 'p95 is 3.1 times that alone'],
    ['too much memory', { peakMemoryMb: 401 }, 'memory rose to 401 MB'],
    [
      'late answers afterwards',
      { after: figures({ p95: 61 }) },
      'no full service 1 s after: 100.00 % answered, p95 61 ms',
    ],
  ])('the verdict names %s', (_name, changes, fault) => {
    expect(faultsOf(attacked(changes))).toEqual([fault]);
  });

  it('figures that could not be measured fail', () => {
    const none = figuresOf([], 0, 1);
    expect(faultsOf(attacked({ attacked: none, after: none, peakMemoryMb: NaN }))).toHaveLength(4);
  });
});
