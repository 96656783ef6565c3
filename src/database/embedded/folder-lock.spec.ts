import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { claim, liveLockFiles } from './lock-files.js';
import { DataFolderBusyError } from './errors.js';
import { prepareDataFolder, type DataFolder } from './folder.js';
import { commandOf, startOf } from './processes.js';
import { withLock } from './folder-lock.js';

let folder: DataFolder;
beforeEach(async () => {
  folder = await prepareDataFolder(await mkdtemp(join(tmpdir(), 'osce-graph-turn-')));
});
afterEach(() => rm(folder.path, { recursive: true, force: true }));

describe('folder lock', () => {
  test('the folder lock is never held by two processes at once, and every process acquires it', async () => {
    let inside = 0;
    const seen: number[] = [];
    const visit = async () => {
      await sleep(Math.random() * 20);
      await withLock(folder, async () => {
        seen.push((inside += 1));
        await sleep(Math.random() * 5);
        inside -= 1;
      });
    };
    await Promise.all(Array.from({ length: 24 }, visit));
    expect(seen).toEqual(Array.from({ length: 24 }, () => 1));
    expect(await readdir(folder.turns)).toEqual([]);
  });

  test('the folder lock is released when its action fails', async () => {
    await expect(withLock(folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(withLock(folder, () => Promise.resolve('yes'))).resolves.toBe('yes');
  });

  test('waiting for the folder lock times out with an error that names the holder', async () => {
    const other = await claim(folder.turns, 'turn');
    const waiting = withLock(folder, () => Promise.resolve(), { maxWaitMs: 50 });
    await expect(waiting).rejects.toThrow(DataFolderBusyError);
    await expect(waiting).rejects.toThrow(`The process with id ${process.pid} has been starting or stopping`);
    await other.release();
    expect(await readdir(folder.turns)).toEqual([]);
  });

  test('a dead process does not hold the folder lock', async () => {
    await writeFile(join(folder.turns, 'turn.4194304.00000000-1.abc'), '');
    await expect(withLock(folder, () => Promise.resolve('mine'))).resolves.toBe('mine');
  });
});

describe('lock files', () => {
  test('a lock file counts while its process lives, and is deleted afterwards', async () => {
    const mine = await claim(folder.users, 'guest');
    await writeFile(join(folder.users, `server.${process.pid}.00000000-1.abc`), '');
    await writeFile(join(folder.users, 'server.4194304.00000000-1.abc'), '');
    await writeFile(join(folder.users, 'stray'), '');
    expect(await liveLockFiles(folder.users)).toEqual([{ name: mine.name, purpose: 'guest', pid: process.pid }]);
    expect(await readdir(folder.users)).toEqual([mine.name]);
    await mine.release();
    expect(await liveLockFiles(folder.users)).toEqual([]);
  });
});

describe('processes', () => {
  test('a process is identified by its start time', () => {
    expect(startOf(process.pid)).toBe(startOf(process.pid));
    expect(startOf(1)).not.toBe(startOf(process.pid));
    expect(startOf(4_194_304)).toBeUndefined();
    expect(commandOf(process.pid)).toContain('node');
    expect(commandOf(4_194_304)).toBeUndefined();
  });
});
