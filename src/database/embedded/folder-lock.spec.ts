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

describe('a turn', () => {
  test('is never had by two at once, and everybody gets one', async () => {
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

  test('ends when what is done in it fails', async () => {
    await expect(withLock(folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(withLock(folder, () => Promise.resolve('yes'))).resolves.toBe('yes');
  });

  test('is not waited for without end: the process that has it is named', async () => {
    const other = await claim(folder.turns, 'turn');
    const waiting = withLock(folder, () => Promise.resolve(), { patienceMs: 50 });
    await expect(waiting).rejects.toThrow(DataFolderBusyError);
    await expect(waiting).rejects.toThrow(`The process with id ${process.pid} has been starting or stopping`);
    await other.release();
    expect(await readdir(folder.turns)).toEqual([]);
  });

  test('is not kept by the dead', async () => {
    await writeFile(join(folder.turns, 'turn.4194304.00000000-1.abc'), '');
    await expect(withLock(folder, () => Promise.resolve('mine'))).resolves.toBe('mine');
  });
});

describe('a claim', () => {
  test('counts while its process lives, and is cleared away after', async () => {
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

describe('a process', () => {
  test('is known by the moment it started', () => {
    expect(startOf(process.pid)).toBe(startOf(process.pid));
    expect(startOf(1)).not.toBe(startOf(process.pid));
    expect(startOf(4_194_304)).toBeUndefined();
    expect(commandOf(process.pid)).toContain('node');
    expect(commandOf(4_194_304)).toBeUndefined();
  });
});
