/** Reproducible random numbers: Mulberry32, small and fast. */
export interface Chance {
  /** A number from 0 up to 1, exclusive. */
  next: () => number;
  /** A whole number from 0 up to the limit, exclusive. */
  below: (limit: number) => number;
  pick: <Item>(items: readonly Item[]) => Item;
  /** Like `pick`, but picks the first items far more often than the last, like the subjects of real news. */
  pickSkewed: <Item>(items: readonly Item[]) => Item;
  shuffled: <Item>(items: readonly Item[]) => Item[];
  /** True with this probability, in percent. */
  percent: (share: number) => boolean;
}

export function chanceOf(seed: number): Chance {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (items) => items[below(items.length)]!,
    pickSkewed: (items) => items[Math.floor(next() ** 2.5 * items.length)]!,
    shuffled: (items) => {
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
      }
      return shuffled;
    },
    percent: (share) => next() * 100 < share,
  };
}
