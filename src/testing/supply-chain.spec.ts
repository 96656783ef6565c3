/** Licences of the installed packages, and minimum versions without known vulnerabilities. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './built-server.js';

interface LockedPackage {
  version?: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
  peer?: boolean;
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(projectRoot, file), 'utf8'));
const { packages } = read('package-lock.json') as { packages: Record<string, LockedPackage> };
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const installed = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, locked]) => ({ name: nameOf(path), ...locked }));

/** Licences that permit use, modification and redistribution without further permission. */
const allowed = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0']);
/** Packages of the server under another licence, with the reason for each. */
const exceptions: Readonly<Record<string, string>> = {
  '@apollo/federation-internals': 'Elastic-2.0: @apollo/subgraph brings it; see docs/adr/0009 for the consequences',
};
const licencesIn = (text: string) => text.replace(/[()]/g, '').split(/ AND /);

it('each package of the server has an allowed licence or a documented exception', () => {
  const others = installed
    .filter(({ dev, devOptional }) => !dev && !devOptional)
    .filter(({ license }) => !licencesIn(license ?? 'none').every((licence) => allowed.has(licence)))
    .map(({ name }) => name);
  expect(others).toEqual(Object.keys(exceptions));
});

/** The first version of a package without a defect that affects the server. */
const floors: [name: string, floor: string, error: string][] = [
  ['graphql', '16.15.0', 'before, validation of one document of 50 kB took over a minute'],
  ['@apollo/server', '5.5.0', 'before, charsets that JSON does not allow were accepted'],
  ['fastify', '5.3.2', 'before, an unusual content type bypassed body validation (CVE-2025-32442)'],
  ['class-validator', '0.14.0', 'before, objects of an unknown class passed validation (CVE-2019-18413)'],
  ['typeorm', '0.3.26', 'before, saved values could inject SQL (CVE-2025-60542)'],
  ['sha.js', '2.4.12', 'before, crafted input could rewind a hash (CVE-2025-9288)'],
  ['graphql-query-complexity', '2.0.0', 'TypeGraphQL requires an older version, which does not support graphql 16.15'],
];

it.each(floors)('%s is not older than %s: %s', (name, floor) => {
  const versions = installed.filter((locked) => locked.name === name).map(({ version }) => version!);
  expect(versions).not.toEqual([]);
  expect(versions.filter((version) => isOlder(version, floor))).toEqual([]);
});

function isOlder(version: string, floor: string): boolean {
  const [left, right] = [version, floor].map((text) => text.split(/[.-]/).slice(0, 3).map(Number)) as [
    number[],
    number[],
  ];
  const at = left.findIndex((part, i) => part !== right[i]);
  return at >= 0 && left[at]! < right[at]!;
}

it('the bill of materials lists all packages that the server needs and no development packages', () => {
  const args = ['run', '--silent', 'sbom'];
  const bill = JSON.parse(execFileSync('npm', args, { cwd: projectRoot, encoding: 'utf8', maxBuffer: 2 ** 26 })) as {
    bomFormat: string;
    specVersion: string;
    components: { 'bom-ref': string; licenses?: object[] }[];
    dependencies: { ref: string; dependsOn: string[] }[];
  };
  expect([bill.bomFormat, bill.specVersion]).toEqual(['CycloneDX', expect.stringMatching(/^1\.\d$/)]);
  const listed = new Set(bill.components.map((component) => component['bom-ref']));
  // Optional packages may be for other platforms.
  const needed = installed.filter(({ dev, devOptional, optional, peer }) => !dev && !devOptional && !optional && !peer);
  expect(needed.length).toBeGreaterThan(100);
  const refOf = ({ name, version }: { name: string; version?: string }) => `${name}@${version}`;
  expect(needed.map(refOf).filter((ref) => !listed.has(ref))).toEqual([]);
  const others = new Set(installed.filter(({ dev }) => !dev).map(refOf));
  expect([...listed].filter((ref) => !others.has(ref))).toEqual([]);
  expect(bill.components.filter(({ licenses }) => !licenses?.length)).toEqual([]);
  const pointed = bill.dependencies.flatMap(({ dependsOn }) => dependsOn);
  expect(pointed.filter((ref) => !listed.has(ref))).toEqual([]);
});
