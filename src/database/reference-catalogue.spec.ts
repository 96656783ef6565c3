/** Two servers on one database, one of them behind a network that fails. */
import { setTimeout as delay } from 'node:timers/promises';
import { NetProxy } from '../testing/net-proxy.js';
import { startTestGraph, startTestGraphOn, type TestGraph } from '../testing/test-graph.js';

let one: TestGraph;
let other: TestGraph;
let proxy: NetProxy;

beforeAll(async () => {
  one = await startTestGraph('organization');
  proxy = await NetProxy.before(one.url);
  await setCapitals('Same');
  await one.catalogue.reload();
  other = await startTestGraphOn(one.url, proxy.url);
});
afterAll(async () => {
  const closed = other.close();
  await proxy.close();
  await closed;
  await one.close();
});

/** The capitals of two States, which a transaction always changes together. */
const setCapitals = (name: string) =>
  one.dataSource.transaction(async (manager) => {
    await manager.query(`UPDATE country SET capital = $1 WHERE iso_code = 'MT'`, [name]);
    await manager.query(`UPDATE country SET capital = $1 WHERE iso_code = 'IT'`, [name]);
  });
const capitals = async (graph: TestGraph) => {
  const query = '{ a: country(isoCode: "MT") { capital } b: country(isoCode: "IT") { capital } }';
  const { a, b } = await graph.data<Record<'a' | 'b', { capital: string }>>(query);
  return [a.capital, b.capital];
};

/** Waits until a server has what a transaction wrote; every answer before it must be whole. */
async function untilSeen(graph: TestGraph, name: string, limitMs = 5_000): Promise<void> {
  const start = performance.now();
  for (;;) {
    const [a, b] = await capitals(graph);
    expect(a).toBe(b);
    if (a === name) return;
    if (performance.now() - start > limitMs) throw new Error(`After ${limitMs} ms it still says ${a}, not ${name}`);
    await delay(5);
  }
}

it('a change through one server reaches the other one completely', async () => {
  for (let i = 0; i < 10; i += 1) {
    await setCapitals(`Capital ${i}`);
    await Promise.all([untilSeen(one, `Capital ${i}`), untilSeen(other, `Capital ${i}`)]);
  }
});

it('servers with the same rows have the same catalogue version, and a change results in a new one', async () => {
  await setCapitals('Versioned');
  await Promise.all([untilSeen(one, 'Versioned'), untilSeen(other, 'Versioned')]);
  const { version } = one.catalogue.current;
  expect(other.catalogue.current.version).toBe(version);
  await setCapitals('Other');
  await Promise.all([untilSeen(one, 'Other'), untilSeen(other, 'Other')]);
  expect(one.catalogue.current.version).not.toBe(version);
});

it('a notification without a change results in a new catalogue that reuses rows and views', async () => {
  const { current, readings } = other.catalogue;
  const { countryById, rows, version } = current;
  await one.dataSource.query(`UPDATE country SET capital = capital WHERE iso_code = 'MT'`);
  while (other.catalogue.readings === readings) await delay(5);
  const next = other.catalogue.current;
  expect(next === current).toBe(false);
  expect([next.countryById === countryById, next.rows === rows, next.version]).toEqual([true, true, version]);
});

it('changes during a lost connection are read after reconnecting, and the last snapshot is served meanwhile', async () => {
  await proxy.refuse();
  while (other.catalogue.isListening) await delay(5);
  await setCapitals('Lost');
  const before = await capitals(other);
  expect(before).toEqual([before[0], before[0]]);
  expect(before[0]).not.toBe('Lost');
  await proxy.restore();
  await untilSeen(other, 'Lost');
  expect(other.catalogue.isListening).toBe(true);
});

it('a half-open listening connection is detected and replaced', async () => {
  proxy.halfOpen();
  await setCapitals('Silent');
  await proxy.restore();
  await untilSeen(other, 'Silent', 10_000);
});

it('a failed read of the catalogue is retried', async () => {
  const spy = jest.spyOn(other.database, 'snapshot').mockRejectedValueOnce(new Error('lost in the middle'));
  await setCapitals('Once');
  await untilSeen(other, 'Once');
  spy.mockRestore();
});

it('a table filled while its triggers were dropped is read again, as after pg_restore --clean', async () => {
  const { dataSource } = one;
  const triggers = await dataSource.query<{ name: string; definition: string }[]>(
    `SELECT quote_ident(tgname) AS name, pg_get_triggerdef(oid) AS definition FROM pg_trigger
      WHERE tgrelid = 'country'::regclass AND NOT tgisinternal`,
  );
  expect(triggers).not.toEqual([]);
  for (const { name } of triggers) await dataSource.query(`DROP TRIGGER ${name} ON country`);
  await setCapitals('Restored');
  for (const { definition } of triggers) await dataSource.query(definition);
  await untilSeen(one, 'Restored', 10_000);
});
