/** What JSON-LD says: an article or an event of schema.org. Anything else in it is passed over, damaged JSON too. */

export interface LinkedArticle {
  headline?: string;
  description?: string;
  body?: string;
  publishedOn?: string;
  section?: string;
  url?: string;
  /** Authors, or else the publisher. */
  issuers: string[];
}

export interface LinkedEvent {
  name?: string;
  startsOn?: string;
  endsOn?: string;
  /** Place, town, country. */
  place: string[];
  organizers: string[];
}

type Thing = Readonly<Record<string, unknown>>;

/** Nobody describes a page with more things than these. */
const MOST_THINGS = 1_000;
const ARTICLE = /(?:^|[/:])(?:[A-Za-z]*NewsArticle|Article|Report|PressRelease)$/;
const EVENT = /(?:^|[/:])[A-Za-z]*Event$/;

/** The first article and the first event of all blocks of JSON-LD on a page. */
export class LinkedData {
  article: LinkedArticle | undefined;
  event: LinkedEvent | undefined;

  /** Takes in a block. */
  add(json: string): void {
    let root: unknown;
    try {
      root = JSON.parse(json);
    } catch {
      return;
    }
    const things: unknown[] = [root];
    for (let at = 0; at < things.length && at < MOST_THINGS; at++) {
      const thing = things[at];
      if (Array.isArray(thing)) things.push(...(thing as unknown[]).slice(0, MOST_THINGS));
      else if (isThing(thing)) {
        this.#describe(thing);
        things.push(thing['@graph'], thing['mainEntity']);
      }
    }
  }

  #describe(thing: Thing): void {
    const types = textsOf(thing['@type']);
    if (!this.article && types.some((type) => ARTICLE.test(type))) this.article = articleOf(thing);
    if (!this.event && types.some((type) => EVENT.test(type))) this.event = eventOf(thing);
  }
}

function articleOf(thing: Thing): LinkedArticle {
  const authors = namesIn(thing['author']);
  return withoutEmpty({
    headline: textOf(thing['headline']) ?? textOf(thing['name']),
    description: textOf(thing['description']),
    body: textOf(thing['articleBody']),
    publishedOn: textOf(thing['datePublished']),
    section: textOf(thing['articleSection']),
    url: textOf(thing['url']) ?? textOf(thing['@id']),
    issuers: authors.length > 0 ? authors : namesIn(thing['publisher']),
  });
}

function eventOf(thing: Thing): LinkedEvent {
  const location = firstOf(thing['location']);
  const address = isThing(location) ? firstOf(location['address']) : undefined;
  const place = isThing(location) ? [textOf(location['name'])] : [textOf(location)];
  if (isThing(address)) {
    const country = firstOf(address['addressCountry']);
    place.push(textOf(address['addressLocality']), isThing(country) ? textOf(country['name']) : textOf(country));
  } else place.push(textOf(address));
  return withoutEmpty({
    name: textOf(thing['name']),
    startsOn: textOf(thing['startDate']),
    endsOn: textOf(thing['endDate']),
    place: place.filter((part) => part !== undefined),
    organizers: namesIn(thing['organizer']),
  });
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, MOST_THINGS) : [value]);

function textOf(value: unknown): string | undefined {
  const first = firstOf(value);
  // Half a character would be refused by the database, long after this page was read.
  if (typeof first !== 'string' || first.includes('\0') || /\p{Cs}/u.test(first)) return undefined;
  const text = first.trim();
  return text === '' ? undefined : text;
}

const textsOf = (value: unknown): string[] => listOf(value).filter((each) => typeof each === 'string');

const namesIn = (value: unknown): string[] =>
  listOf(value)
    .map((each) => (isThing(each) ? textOf(each['name']) : textOf(each)))
    .filter((name) => name !== undefined);

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutEmpty<T extends object>(record: T): Present<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Present<T>;
}
