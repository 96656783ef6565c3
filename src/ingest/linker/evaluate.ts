import type { Gazetteer, NamedCountry } from '../gazetteer.js';
import { folded } from './alphabet.js';
import type { Linker, Mention } from './mention.js';

/**
 * A text with the countries that readers found in it. Countries are slugs or ISO codes, with an optional remark in
 * brackets; a list that is left out is empty.
 */
export interface LabelledItem {
  id: string;
  title: string;
  teaser_reworded?: string;
  /** ISO codes of the participating States named outright. */
  countries_iso2?: readonly string[];
  /** Named only inside the name of something else: a link to them is neither right nor wrong. */
  embedded_in_names?: readonly string[];
  /** Traps. */
  must_not_link?: readonly string[];
  partners_mentioned?: readonly string[];
}

interface LinkingError {
  id: string;
  kind: 'missed' | 'wrong' | 'trap';
  isoCode: string;
  /** The words that led astray; absent for what was missed. */
  quote?: string;
  rule?: string;
}

interface Score {
  right: number;
  wrong: number;
  missed: number;
  precision: number;
  recall: number;
  f1: number;
}

export interface Evaluation {
  items: number;
  participatingStates: Score;
  partners: Score;
  trapsSprung: number;
  errors: LinkingError[];
}

type Counts = Pick<Score, 'right' | 'wrong' | 'missed'>;

/** Compares the linker with the labels, country by country in each item. Partners for Co-operation are scored apart. */
export function evaluate(items: readonly LabelledItem[], linker: Linker, gazetteer: Gazetteer): Evaluation {
  const states: Counts = { right: 0, wrong: 0, missed: 0 };
  const partners: Counts = { right: 0, wrong: 0, missed: 0 };
  const errors: LinkingError[] = [];
  const codes = isoCodesByLabel(gazetteer.countries);
  const isState = new Map(gazetteer.countries.map((country) => [country.isoCode, country.isParticipatingState]));

  for (const item of items) {
    const found = firstByCountry(linker.link(`${item.title} ${item.teaser_reworded ?? ''}`));
    const expected = new Set([...(item.countries_iso2 ?? []), ...codesOf(item.partners_mentioned, codes)]);
    const neutral = codesOf(item.embedded_in_names, codes);
    const traps = codesOf(item.must_not_link, codes);
    for (const [isoCode, { quote, rule }] of found) {
      const counts = isState.get(isoCode) === false ? partners : states;
      if (expected.has(isoCode)) counts.right++;
      else if (!neutral.has(isoCode)) {
        counts.wrong++;
        errors.push({ id: item.id, kind: traps.has(isoCode) ? 'trap' : 'wrong', isoCode, quote, rule });
      }
    }
    for (const isoCode of expected) {
      if (found.has(isoCode)) continue;
      (isState.get(isoCode) === false ? partners : states).missed++;
      errors.push({ id: item.id, kind: 'missed', isoCode });
    }
  }
  const trapsSprung = errors.filter(({ kind }) => kind === 'trap').length;
  return { items: items.length, participatingStates: score(states), partners: score(partners), trapsSprung, errors };
}

function firstByCountry(mentions: readonly Mention[]): Map<string, Mention> {
  const first = new Map<string, Mention>();
  for (const mention of mentions) if (!first.has(mention.isoCode)) first.set(mention.isoCode, mention);
  return first;
}

/** Labels name a country by its slug or by any of its names written as one. */
function isoCodesByLabel(countries: readonly NamedCountry[]): Map<string, string> {
  const codes = new Map<string, string>();
  for (const { slug, name, names, isoCode } of countries) {
    for (const label of [slug, isoCode, name, ...names.map((other) => other.name)])
      codes.set(slugified(label), isoCode);
  }
  return codes;
}

function codesOf(labels: readonly string[] | undefined, codes: ReadonlyMap<string, string>): Set<string> {
  const found = (labels ?? []).map((label) => codes.get(slugified(label.split('(')[0] ?? '')));
  return new Set(found.filter((code) => code !== undefined));
}

function slugified(label: string): string {
  return folded(label.trim())
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^the-|^-|-$/g, '');
}

/** Where nothing was found or expected, nothing was wrong: the rates are 1. */
function score({ right, wrong, missed }: Counts): Score {
  const precision = right + wrong === 0 ? 1 : right / (right + wrong);
  const recall = right + missed === 0 ? 1 : right / (right + missed);
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { right, wrong, missed, precision, recall, f1 };
}

/** Labelled items of a file: a JSON object with a list of `items`, or JSON Lines of one item each. */
export function labelledItems(text: string): LabelledItem[] {
  const start = text.trimStart();
  if (/^\{[^\n]*\}\s*\n/.test(start)) {
    return start
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as LabelledItem);
  }
  return (JSON.parse(start) as { items: LabelledItem[] }).items;
}
