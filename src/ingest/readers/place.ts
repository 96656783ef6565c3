/** Where an event takes place: `Hofburg, Heldenplatz, 1010 Vienna, Austria` is a city and a country behind a venue. */
import type { Gazetteer, NamedCountry } from '../gazetteer.js';
import type { Line } from './lines.js';
import { nameKey, namesOf } from './names.js';
import type { EventReading, Remark } from './reading.js';

const NO_PLACE = /^(?:online|virtual|hybrid|zoom|via .*|tbc|tba|to be confirmed|to be announced)\b/i;

/** In which the organisation publishes besides English. */
const LANGUAGES = ['ru', 'uk', 'sr', 'sr-Latn', 'bs', 'hr', 'sq', 'mk', 'de', 'fr', 'es', 'it', 'ro', 'hy', 'ka', 'az'];
const inLanguages = new WeakMap<Gazetteer['countries'], Map<string, NamedCountry>>();

/** The country that is called so in one of these languages. */
function countryIn(name: string, { countries }: Gazetteer): NamedCountry | undefined {
  let known = inLanguages.get(countries);
  if (!known) {
    known = new Map();
    for (const language of LANGUAGES) {
      const names = new Intl.DisplayNames([language], { type: 'region' });
      for (const country of countries) known.set(nameKey(names.of(country.isoCode) ?? country.name), country);
    }
    inLanguages.set(countries, known);
  }
  return known.get(nameKey(name));
}

/** City and country. A capital tells its country where the page does not; that is remarked on. */
export function readPlace(
  lines: readonly Line[],
  gazetteer: Gazetteer,
  remarks: Remark[],
): Pick<EventReading, 'city' | 'country'> {
  const parts = lines
    .flatMap((line) => line.text.slice(0, 500).split(','))
    .map((part) => part.replace(/\([^)]*\)/g, '').trim())
    .filter((part) => part !== '' && !NO_PLACE.test(part));
  const last = parts.at(-1);
  if (last === undefined) return {};

  const named = namesOf(gazetteer.countries).find(last) ?? countryIn(last, gazetteer);
  const before = named ? parts.slice(0, -1) : parts;
  const capitals = new Map(gazetteer.countries.map((country) => [nameKey(country.capital), country]));
  const withoutPostcode = (part: string) => part.replace(/^(?:[A-Z]{1,2}-)?\d{4,6} /, '').replace(/ \d{4,6}$/, '');
  const cities = before.map(withoutPostcode);
  const capital = cities.findLast((city) => capitals.has(nameKey(city)));
  const city = capital ?? cities.at(-1);

  if (named) return { ...(city !== undefined && { city }), country: { text: last, slug: named.slug } };
  const host = capital === undefined ? undefined : capitals.get(nameKey(capital));
  if (!host || city === undefined) return city === undefined ? {} : { city };
  remarks.push({
    code: 'inferred',
    message: `The page names no country; ${city} is the capital of ${host.name}.`,
    ...(lines[0] && { line: lines[0].number }),
  });
  return { city, country: { text: host.name, slug: host.slug } };
}
