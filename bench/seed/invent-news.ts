/**
 * Generates news items for measurements: as long as the organisation's, with about as many countries, and with a skewed
 * distribution of offices, fields and countries. The same seed gives the same items.
 */
import countries from '../../src/content/country/country.data.json';
import events from '../../src/content/event/event.data.json';
import fieldsOfWork from '../../src/content/field-of-work/field-of-work.data.json';
import offices from '../../src/content/office/office.data.json';
import projects from '../../src/content/project/project.data.json';
import type { NewsItemRecord } from '../../src/ingest/record.js';
import { chanceOf, type Chance } from './random';
import { actions, actors, occasions, remarks, topics } from './words';

/** Raise it when the items of a seed change: existing databases are then created again. */
export const inventionVersion = 1;

const kinds = ['NEWS', 'NEWS', 'NEWS', 'PRESS_RELEASE', 'PRESS_STATEMENT', 'SPOT_REPORT', 'DAILY_REPORT'] as const;
const twoDigits = (number: number) => String(number).padStart(2, '0');
const slugsOf = (nodes: readonly { slug: string }[]) => nodes.map(({ slug }) => slug);

/** @param count number of items @param seed any whole number */
export function* inventNews(count: number, seed: number): Generator<NewsItemRecord & { body: string }> {
  const chance = chanceOf(seed);
  const invent = inventor(chance);
  for (let number = 0; number < count; number += 1) yield invent(number);
}

function inventor(chance: Chance) {
  const { below, percent, pick, pickSkewed } = chance;
  const places = chance.shuffled(countries);
  const officeSlugs = chance.shuffled(slugsOf(offices));
  const fieldSlugs = chance.shuffled(slugsOf(fieldsOfWork));
  const eventSlugs = chance.shuffled(slugsOf(events));
  const projectSlugs = slugsOf(projects);

  const some = (slugs: readonly string[], most: number) => [
    ...new Set(Array.from({ length: 1 + below(most) }, () => pickSkewed(slugs))),
  ];
  const remark = () => pick(remarks).replace('{n}', String(8 + below(80)));
  const deed = () => `${pickSkewed(actors)} ${pick(actions)} ${pickSkewed(topics)}`;
  const sentence = () =>
    percent(15)
      ? `${deed()} ${pick(occasions)} in ${pickSkewed(places).capital}, with colleagues from ${pickSkewed(places).name}.`
      : percent(25)
        ? `${deed()} ${pick(occasions)}.`
        : remark();
  const paragraph = () => Array.from({ length: 2 + below(4) }, sentence).join(' ');

  const date = () => {
    const year = 1995 + Math.floor(chance.next() ** 0.7 * 31);
    const month = `${year}-${twoDigits(1 + below(12))}`;
    return percent(1) ? month : `${month}-${twoDigits(1 + below(28))}`;
  };

  return (number: number): NewsItemRecord & { body: string } => {
    const title = `${deed()}${percent(60) ? ` in ${pickSkewed(places).name}` : ''}`;
    return {
      type: 'NewsItem',
      slug: `${title
        .toLowerCase()
        .normalize('NFKD')
        .replace(/[^a-z0-9]+/g, '-')}-${number}`,
      title,
      ...(percent(97) && { lead: `${deed()} ${pick(occasions)} in ${pickSkewed(places).capital}. ${remark()}` }),
      body: Array.from({ length: 2 + below(5) }, paragraph).join('\n\n'),
      ...(percent(99.8) && { issuedOn: date() }),
      kind: pick(kinds),
      ...(percent(80) && { sourceUrl: `https://www.osce.org/invented/${number}` }),
      issuedBy: some(officeSlugs, 2),
      fieldsOfWork: some(fieldSlugs, 3),
      ...(percent(4) && { projects: some(projectSlugs, 1) }),
      ...(percent(5) && { events: some(eventSlugs, 1) }),
    };
  };
}
