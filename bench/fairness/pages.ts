/** What ordinary clients read: the pages of examples/operations, nine in ten of them never asked for before. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chance } from '../seed/random';
import type { Subjects } from './messages';

interface GraphRequest {
  query: string;
  variables?: Record<string, unknown>;
}

const operation = (name: string) =>
  readFileSync(join(__dirname, '../../examples/operations', `${name}.graphql`), 'utf8');
const [home, item, country, office, menu] = (
  ['LatestNews', 'NewsArticle', 'CountryPage', 'OfficePages', 'Menu'] as const
).map(operation) as [string, string, string, string, string];

/** Some page; the same chance gives the same pages. */
export function pageOf(chance: Chance, subjects: Subjects): GraphRequest {
  // What the response cache keeps is part of every site.
  if (chance.percent(10)) return chance.percent(50) ? { query: menu } : { query: home };
  const on = someDay(chance);
  switch (chance.below(4)) {
    case 0:
      return { query: home, variables: { first: 20, where: { issuedOn: { lte: on } } } };
    case 1:
      return { query: item, variables: { slug: chance.pick(subjects.newsItems) } };
    case 2:
      return { query: country, variables: { isoCode: chance.pick(subjects.countries), on } };
    default:
      return { query: office, variables: { slug: chance.pick(subjects.offices), on, first: 10 } };
  }
}

function someDay(chance: Chance): string {
  const day = new Date(Date.UTC(2001, 0, 1 + chance.below(7_000)));
  return day.toISOString().slice(0, 10);
}
