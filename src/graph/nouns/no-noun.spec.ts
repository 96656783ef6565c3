import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../../slices.js';
import { tableOf } from '../entity-columns.js';
import { nouns } from './declare.js';

it('the code of src/graph names no noun, no table of one, and none of its columns by date', () => {
  const names = nouns().flatMap(({ kind, entity }) => [kind, tableOf(entity)]);
  const named = new RegExp(`\\b(${[...names, 'issued_key', 'issuedKey'].join('|')})\\b`);
  const folder = join(__dirname, '..');
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(file))
    .flatMap((file) => {
      const code = readFileSync(join(folder, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      return code.split('\n').flatMap((line) => (named.test(line) ? [`${file}: ${line.trim()}`] : []));
    });
  expect(found).toEqual([]);
});
