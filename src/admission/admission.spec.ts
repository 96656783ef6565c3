import { setImmediate as nextTurn } from 'node:timers/promises';
import { Admission, type AdmissionLimits } from './admission.js';

/** Makes requests by name. @returns their outcomes so far, in order, and a way to end the admitted ones */
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

it('waiting requests are admitted in FIFO order', async () => {
  const { ask, end, seen } = doorOf({ concurrent: 2, queued: 4 });
  ask('a', 'b', 'c', 'd', 'e', 'f');
  expect(seen.splice(0)).toEqual(['a', 'b']);
  expect(await end('a', 'b')).toEqual(['c', 'd']);
  expect(await end('d')).toEqual(['e']);
  await end('c', 'e', 'f');
});

it('after the first rejection requests are admitted in LIFO order until half of the queue is free', async () => {
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

it('overload ends when the queue drains', async () => {
  const { ask, end, isCrowded } = doorOf({ concurrent: 1, queued: 2 });
  ask('a', 'b', 'c', 'd');
  expect(isCrowded()).toBe(true);
  await end('b');
  expect(isCrowded()).toBe(false);
  await end('a', 'c', 'd');
});

it('with a queue of 0 it never reports overload', () => {
  const { ask, seen, isCrowded } = doorOf({ concurrent: 1, queued: 0 });
  ask('a', 'b');
  expect([seen, isCrowded()]).toEqual([['a', 'b: queue_full'], false]);
});

it('a freed place goes to a waiting request, not to one that arrives before the next turn', async () => {
  const { ask, end, seen } = doorOf({ concurrent: 1, queued: 4 });
  ask('a', 'b');
  seen.splice(0);
  const ended = end('a');
  ask('c');
  expect(await ended).toEqual(['b']);
  expect(await end('b')).toEqual(['c']);
  await end('c');
});

it('a request that leaves the queue is not admitted, and one that ends passes its place on', async () => {
  const { ask, end } = doorOf({ concurrent: 1, queued: 4 });
  ask('a', 'b', 'c');
  expect(await end('b')).toEqual(['a']);
  expect(await end('a')).toEqual(['c']);
  await end('c');
});

describe('by client', () => {
  const leaving: (() => void)[] = [];
  afterEach(() => leaving.splice(0).forEach((leave) => leave()));

  /** Makes requests named by client and number: `a1` is the first of client `a`; `R1` of routers. */
  function doorOfClients(
    limits: Partial<AdmissionLimits> & { concurrent: number; queued: number },
    heavy = new Set<string>(),
  ) {
    const admission = new Admission({ queueTimeoutMs: 60_000, ...limits }, (client) => heavy.has(client));
    const seen: string[] = [];
    const leave = new Map<string, () => void>();
    const ask = (...names: string[]) => {
      for (const name of names) {
        const client = name[0] === 'R' ? undefined : name[0]!;
        const enter = (refusal?: string) => seen.push(refusal ? `${name}: ${refusal}` : name);
        leave.set(name, admission.ask(enter, client));
        leaving.push(leave.get(name)!);
      }
      return seen.splice(0);
    };
    const end = async (...names: string[]) => {
      for (const name of names) leave.get(name)!();
      await nextTurn();
      return seen.splice(0);
    };
    return { ask, end, seen, isCrowded: () => admission.isCrowded };
  }
  const named = (client: string, count: number) => Array.from({ length: count }, (_, i) => `${client}${i + 1}`);

  it('waiting requests are admitted round-robin by client, and in FIFO order per client', async () => {
    const { ask, end } = doorOfClients({ concurrent: 1, queued: 10 });
    ask('a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1');
    const order: string[] = [];
    for (let name = 'a1'; name; [name] = (await end(name)) as [string]) order.push(name);
    expect(order).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  it('a client that is alone gets its share, and the remaining places stay free for others', async () => {
    const { ask, end } = doorOfClients({ concurrent: 8, queued: 20, clientShare: 0.75 });
    expect(ask(...named('a', 10))).toEqual(named('a', 6));
    expect(ask('b1')).toEqual(['b1']);
    expect(ask('c1')).toEqual(['c1']);
    // A client that holds more than its part of the free places does not get a freed one.
    expect(await end('a1')).toEqual([]);
    expect(await end('a2', 'a3', 'b1')).toEqual(['a7', 'a8', 'a9']);
  });

  it('clients that request all places one after another leave the last ones to clients without a place', () => {
    const { ask } = doorOfClients({ concurrent: 32, queued: 400, clientShare: 0.5 });
    const counts = ['a', 'b', 'c', 'd'].map((client) => ask(...named(client, 32)).length);
    expect(counts).toEqual([16, 8, 4, 2]);
    expect(ask('e1', 'e2', 'f1', 'f2')).toEqual(['e1', 'f1']);
  });

  it('with a client share of 1 a client can hold all places', () => {
    const { ask } = doorOfClients({ concurrent: 4, queued: 4, clientShare: 1 });
    expect(ask(...named('a', 5))).toEqual(named('a', 4));
  });

  it('routers are not limited to a share and get every second place while they wait', async () => {
    const { ask, end } = doorOfClients({ concurrent: 4, queued: 20, clientShare: 0.5 });
    expect(ask(...named('R', 8))).toEqual(named('R', 4));
    ask('a1', 'b1');
    const order: string[] = [];
    for (const name of named('R', 4)) order.push(...(await end(name)));
    expect(order).toEqual(['R5', 'a1', 'R6', 'b1']);
  });

  it('a client that fills the queue yields places in it to others and causes no overload for them', async () => {
    const { ask, end, isCrowded } = doorOfClients({ concurrent: 1, queued: 4 });
    ask('b9', ...named('a', 4));
    expect(ask('b1', 'c1')).toEqual(['a1: queue_full', 'a2: queue_full']);
    expect(ask('a5')).toEqual(['a5: queue_full']);
    expect(isCrowded()).toBe(false);
    // LIFO applies only to the requests of the client that overloads; others are not affected.
    expect(await end('b9')).toEqual(['a4']);
  });

  it('a queue filled by clients with one request each rejects the next and reports overload', () => {
    const { ask, isCrowded } = doorOfClients({ concurrent: 1, queued: 3 });
    ask('a1', 'b1', 'c1', 'd1');
    expect(ask('e1')).toEqual(['e1: queue_full']);
    expect(isCrowded()).toBe(true);
  });

  describe('heavy clients', () => {
    beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
    afterEach(() => jest.useRealTimers());
    const heavy = new Set(['h', 'i']);
    const limits = { concurrent: 8, queued: 20, heavyPlaces: 2 };

    it('heavy clients together hold only the heavy places while a light client is present', () => {
      const { ask } = doorOfClients(limits, heavy);
      expect(ask('a1', ...named('h', 3), ...named('i', 3))).toEqual(['a1', 'h1', 'h2']);
      expect(ask(...named('b', 3))).toEqual(named('b', 3));
    });

    it('heavy clients are admitted after all others', async () => {
      const { ask, end } = doorOfClients({ ...limits, concurrent: 1 }, heavy);
      ask('a1', 'h1', 'b1', 'a2');
      expect([await end('a1'), await end('b1'), await end('a2')]).toEqual([['b1'], ['a2'], ['h1']]);
    });

    it('a place that a heavy client held is free for light clients at once, for heavy ones only after as long again', async () => {
      const { ask, end, seen } = doorOfClients({ ...limits, heavyPlaces: 1 }, heavy);
      ask('a1', 'h1', 'h2');
      jest.advanceTimersByTime(300);
      expect(await end('h1')).toEqual([]);
      expect(ask('b1')).toEqual(['b1']);
      jest.advanceTimersByTime(299);
      await nextTurn();
      expect(seen).toEqual([]);
      jest.advanceTimersByTime(1);
      await nextTurn();
      expect(seen).toEqual(['h2']);
    });

    it('heavy clients are not limited while no light client is present', async () => {
      const { ask, end } = doorOfClients({ ...limits, concurrent: 4 }, heavy);
      expect(ask(...named('h', 3), 'i1', 'i2')).toEqual([...named('h', 3), 'i1']);
      jest.advanceTimersByTime(300);
      expect(await end('h1')).toEqual(['i2']);
    });

    it('a client that became heavy is not held back by its own earlier requests', () => {
      const becomes = new Set<string>();
      const { ask } = doorOfClients(limits, becomes);
      ask('h1');
      becomes.add('h');
      expect(ask('h2', 'h3', 'h4')).toEqual(['h2', 'h3', 'h4']);
    });

    it('a light client that sent nothing for five seconds does not hold heavy clients back', () => {
      const { ask } = doorOfClients(limits, heavy);
      ask('a1');
      jest.advanceTimersByTime(5_001);
      expect(ask(...named('h', 3))).toEqual(named('h', 3));
    });
  });
});

describe('one in each turn of the event loop', () => {
  const doorOfTurns = () => {
    const admission = new Admission({ concurrent: 8, queued: 2, queueTimeoutMs: 60_000, perTurn: 1 });
    const seen: string[] = [];
    const ask = (name: string) =>
      admission.ask((refusal) => seen.push(refusal ? `${name}: ${refusal}` : name), name[0]);
    return { ask, seen };
  };

  it('requests that arrive together are admitted one per turn of the event loop, round-robin by client', async () => {
    const { ask, seen } = doorOfTurns();
    const leaving = ['a1', 'a2', 'a3', 'b1'].map(ask);
    expect(seen).toEqual(['a1']);
    await nextTurn();
    expect(seen).toEqual(['a1', 'a2']);
    await nextTurn();
    await nextTurn();
    expect(seen).toEqual(['a1', 'a2', 'b1', 'a3']);
    leaving.forEach((leave) => leave());
  });

  it('requests are not rejected while places become free in the next turn of the event loop', async () => {
    const { ask, seen } = doorOfTurns();
    const leaving = Array.from({ length: 12 }, (_, i) => ask(`${i}`.padStart(2, 'c')));
    expect(seen.filter((name) => name.includes('full'))).toHaveLength(2);
    for (let turn = 0; turn < 9; turn += 1) await nextTurn();
    expect(seen).toHaveLength(10);
    leaving.forEach((leave) => leave());
  });
});

it('of those who wait, clients that took less lately are served first', async () => {
  const taken: Record<string, number> = { a: 30, b: 10, c: 20 };
  const admission = new Admission(
    { concurrent: 1, queued: 9, queueTimeoutMs: 60_000 },
    undefined,
    (client) => taken[client]!,
  );
  const seen: string[] = [];
  const leaving = ['a', 'a', 'c', 'b', 'c'].map((client) => admission.ask(() => seen.push(client), client));
  for (let done = 0; done < 5; done += 1) {
    leaving[[0, 3, 2, 4, 1][done]!]!();
    await nextTurn();
  }
  expect(seen).toEqual(['a', 'b', 'c', 'c', 'a']);
});

it('routers take every second turn, also where clients used something recently', async () => {
  const admission = new Admission({ concurrent: 1, queued: 9, queueTimeoutMs: 60_000 }, undefined, () => 30);
  const seen: string[] = [];
  const leaving = ['a', undefined, undefined, 'a', 'b'].map((client) =>
    admission.ask(() => seen.push(client ?? 'router'), client),
  );
  for (const next of [0, 1, 3, 2, 4]) {
    leaving[next]!();
    await nextTurn();
  }
  expect(seen).toEqual(['a', 'router', 'a', 'router', 'b']);
});
