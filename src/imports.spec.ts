import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { preProcessFile } from 'typescript';

const modules = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(__dirname, file));

/** By module, those of `src` that it imports, for types too. */
const imports = new Map(
  modules.map((file) => [
    file,
    preProcessFile(readFileSync(file, 'utf8'))
      .importedFiles.map(({ fileName }) => resolve(file, '..', fileName.replace(/(\.js)?$/, '.ts')))
      .filter((imported) => modules.includes(imported)),
  ]),
);

it('no module imports itself by way of others, types included', () => {
  expect(imports.size).toBeGreaterThan(500);
  // A module that imports none of the others, or is imported by none, is in no circle; nor are then those next to it.
  let left: string[];
  let rest = modules;
  do {
    left = rest;
    rest = left.filter(
      (file) =>
        imports.get(file)!.some((imported) => left.includes(imported)) &&
        left.some((other) => imports.get(other)!.includes(file)),
    );
  } while (rest.length < left.length);
  expect(left.map((file) => relative(__dirname, file))).toEqual([]);
});
