import type {} from './global-setup';

/** Called by Jest once, after all workers: stops the database of this run and removes its folder. */
export default async function tearDown(): Promise<void> {
  await globalThis.testCluster?.stop();
}
