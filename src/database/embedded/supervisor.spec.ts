import { keep } from './supervisor';

it('a failed check does not end the supervision, and PostgreSQL is restarted when it has ended', async () => {
  let looks = 0;
  const restarted = new Promise<void>((resolve) => {
    const keeper = keep({
      look: () => {
        looks += 1;
        if (looks === 1) return Promise.reject(new Error('no files to open'));
        return Promise.resolve(looks > 2 ? undefined : 'has ended');
      },
      restart: () => {
        void keeper.stop().then(resolve);
        return Promise.resolve();
      },
      log: () => undefined,
      pausesMs: [0],
    });
  });
  await restarted;
  expect(looks).toBeGreaterThanOrEqual(2);
});
