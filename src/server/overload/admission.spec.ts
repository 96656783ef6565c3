import { setImmediate as nextTurn } from 'node:timers/promises';
import { Admission } from './admission.js';

/** Asks for some names. @returns what became of them so far, in order, and a way to end those who are in */
function doorOf(limits: { concurrent: number; queued: number }) {
  const admission = new Admission({ ...limits, queueTimeoutMs: 60_000 });
  const seen: string[] = [];
  const leave = new Map<string, () => void>();
  return {
    seen,
    ask: (...names: string[]) => {
      for (const name of names)
        leave.set(
          name,
          admission.ask((refusal) => seen.push(refusal ? `${name}: ${refusal}` : name)),
        );
    },
    end: async (...names: string[]) => {
      for (const name of names) leave.get(name)!();
      await nextTurn();
      return seen.splice(0);
    },
    isCrowded: () => admission.isCrowded,
  };
}

it('who waits is let in in turn', async () => {
  const { ask, end, seen } = doorOf({ concurrent: 2, queued: 4 });
  ask('a', 'b', 'c', 'd', 'e', 'f');
  expect(seen.splice(0)).toEqual(['a', 'b']);
  expect(await end('a', 'b')).toEqual(['c', 'd']);
  expect(await end('d')).toEqual(['e']);
  await end('c', 'e', 'f');
});

it('from the first refusal on whoever came last is let in first, until half of the queue is free', async () => {
  const { ask, end, seen, isCrowded } = doorOf({ concurrent: 1, queued: 4 });
  ask('a', 'b', 'c', 'd', 'e');
  expect(isCrowded()).toBe(false);
  ask('f');
  expect(isCrowded()).toBe(true);
  expect(seen.splice(0)).toEqual(['a', 'f: queue_full']);
  expect(await end('a')).toEqual(['e']);
  ask('g');
  expect(await end('e')).toEqual(['g']);
  expect(await end('g')).toEqual(['d']);
  expect(isCrowded()).toBe(false);
  ask('h', 'i');
  expect(await end('d')).toEqual(['b']);
  await end('b', 'c', 'h', 'i');
});

it('a crowd that leaves is none', async () => {
  const { ask, end, isCrowded } = doorOf({ concurrent: 1, queued: 2 });
  ask('a', 'b', 'c', 'd');
  expect(isCrowded()).toBe(true);
  await end('b');
  expect(isCrowded()).toBe(false);
  await end('a', 'c', 'd');
});

it('where nobody may wait nobody is a crowd', () => {
  const { ask, seen, isCrowded } = doorOf({ concurrent: 1, queued: 0 });
  ask('a', 'b');
  expect([seen, isCrowded()]).toEqual([['a', 'b: queue_full'], false]);
});

it('a place is not given to who comes between the end of one and the turn of who waits', async () => {
  const { ask, end, seen } = doorOf({ concurrent: 1, queued: 4 });
  ask('a', 'b');
  seen.splice(0);
  const ended = end('a');
  ask('c');
  expect(await ended).toEqual(['b']);
  expect(await end('b')).toEqual(['c']);
  await end('c');
});

it('who leaves the queue is not let in, and who leaves the work gives the place on', async () => {
  const { ask, end } = doorOf({ concurrent: 1, queued: 4 });
  ask('a', 'b', 'c');
  expect(await end('b')).toEqual(['a']);
  expect(await end('a')).toEqual(['c']);
  await end('c');
});
