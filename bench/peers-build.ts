/** Installs the packages of the peers, and compiles the peer written in TypeScript. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { root } from './product';

export const peersFolder = join(root, 'bench/peers');

/** Installs the packages in the lock file of the peers, if it has changed since the last installation. */
export function installPeers(log: (step: string) => void): void {
  const lock = readFileSync(join(peersFolder, 'package-lock.json'), 'utf8');
  const installed = join(peersFolder, 'node_modules/.installed-lock.json');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return;
  log('installing the packages of the peers: npm ci --prefix bench/peers (once, some 100 MB)');
  const { status } = spawnSync('npm', ['ci', '--prefix', peersFolder, '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('The packages of the peers could not be installed: see above.');
  writeFileSync(installed, lock);
}

/** Compiles the ordinary stack, whose decorators need the types of its fields at run time. */
export function compileOrdinary(): void {
  const sources = join(peersFolder, 'ordinary');
  const out = join(sources, 'dist');
  mkdirSync(out, { recursive: true });
  for (const file of readdirSync(sources).filter((name) => name.endsWith('.ts'))) {
    const { code } = transformFileSync(join(sources, file), {
      cwd: root,
      configFile: join(root, '.swcrc'),
      sourceMaps: false,
    });
    const target = join(out, file.replace(/\.ts$/, '.js'));
    if (!existsSync(target) || readFileSync(target, 'utf8') !== code) writeFileSync(target, code);
  }
}
