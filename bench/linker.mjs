/**
 * Measures the throughput of the country linker on one core: `npm run bench:linker [-- --megabytes 20]`. The texts are
 * typical news, the corpus of confusables, and texts made to be slow. After one warm-up run, the median of seven runs
 * counts. Measures CPU time, so that a busy machine gives the same figures.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

const built = createRequire(import.meta.url);
built('reflect-metadata');
// Declares the nouns whose records are read.
built('../dist/slices.js');
const { gazetteerOf } = built('../dist/ingest/gazetteer.js');
const { seedData } = built('../dist/ingest/seed-data.js');
const { createLinker } = built('../dist/ingest/linker/index.js');

const { values } = parseArgs({ options: { megabytes: { type: 'string', default: '10' } } });
const LENGTH = Number(values.megabytes) * 1_000_000;

const of = (...types) =>
  seedData()
    .filter(({ type }) => types.includes(type))
    .map((record) => ({ names: [], ...record }));
const linker = createLinker(
  gazetteerOf({
    countries: of('ParticipatingState', 'PartnerForCooperation'),
    offices: of('OrganizationBody', 'Institution', 'SecretariatDepartment', 'FieldOperation').map((office) => ({
      shortName: null,
      ...office,
    })),
    fieldsOfWork: [],
    eventSeries: [],
  }),
);

const corpus = ['first-reading', 'second-reading', 'third-reading']
  .flatMap((name) =>
    readFileSync(new URL(`../src/ingest/linker/corpus/${name}.jsonl`, import.meta.url), 'utf8')
      .trim()
      .split('\n'),
  )
  .map((line) => JSON.parse(line))
  .map(({ title, teaser_reworded: teaser }) => `${title}\n${teaser}`);
/** A paragraph without countries, as news has between those that name countries. */
const plain =
  'The participants spoke about the way in which cases are recorded, who may see the records, and how long they are kept. ' +
  'Working in small groups, they looked at examples from their own practice, compared the forms that are in use, and drew ' +
  'up a list of questions that a new instruction for registrars should answer before the end of the year.';

const repeated = (text) => text.repeat(Math.ceil(LENGTH / text.length)).slice(0, LENGTH);
const texts = {
  'news as it is written': repeated(corpus.map((item) => `${item}\n${plain}\n`).join('')),
  'nothing but confusables': repeated(corpus.join('\n')),
  'one name again and again': repeated('Georgia '),
  'an endless dateline': repeated('LUXEMBOURG/'),
  'an endless list of languages': repeated('in Russian, Serbian and '),
  'nested quotes': repeated('“‘'),
};

for (const [name, text] of Object.entries(texts)) {
  linker.link(text.slice(0, 1_000_000));
  const seconds = Array.from({ length: 7 }, () => {
    const begin = process.cpuUsage();
    linker.link(text);
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1e6;
  }).sort((a, b) => a - b);
  console.log(`${name}: ${(LENGTH / 1e6 / seconds[3]).toFixed(1)} MB/s (${linker.link(text).length} mentions)`);
}
