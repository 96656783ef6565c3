/**
 * Finds nodes by name, forgiving what pages vary without meaning: capitals, accents, `OSCE` or `the` in front, the hyphen
 * of co-operation, kinds of dash and quote, and what a page adds in brackets, such as `(closed)`.
 */
import type { NamedNode } from '../gazetteer.js';

/** A name as printed, with the slug of the node that bears it where the gazetteer knows one. */
export interface Named {
  text: string;
  slug?: string;
}

/** The organisation itself within a name, in the languages in which it publishes, with their case endings. */
const ORGANIZATION =
  /(?<![\p{L}\d-])(?:osce|csce|oebs|oess|osbe|osze|agit|atət|exht|obse|обсе|обсє|оебс|екқу|екку|եահկ)(?:['’]?-?\p{Ll}{1,4})?(?![\p{L}\d])/giu;

/** Tells at little cost that a name has none of these. */
const MAY_NAME_ORGANIZATION = /csce|os[cbz]e|oebs|oess|obse|agit|atət|exht|обс|оеб|ек[кқ]|եահկ/;

/** The form of a name in which two ways of writing it are the same. */
export function nameKey(name: string): string {
  const folded = name
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/\bco-(?=o)/g, 'co')
    .replace(/\bcenter\b/g, 'centre')
    .replace(/\borganis/g, 'organiz')
    .replace(/&/g, ' and ')
    .replace(/\s+/g, ' ')
    .trim();
  const article = folded.startsWith('the ') ? folded.slice(4) : folded;
  if (!MAY_NAME_ORGANIZATION.test(article)) return article;
  const bare = article
    .replace(ORGANIZATION, ' ')
    .replace(/^[ /]+|(?<= )[ /]+/g, '')
    .replace(/^the /, '')
    .trim();
  return bare === '' ? article : bare;
}

/** `Office in Zagreb (closed)` without what follows the name; bounded, since names are short. */
function withoutBrackets(name: string): string {
  if (!name.endsWith(')')) return name;
  const open = name.lastIndexOf('(');
  return open > 0 ? name.slice(0, open).trim() : name;
}

/** Names longer than this are sentences. */
const LONGEST_NAME = 300;

const OFFICE_OF = /^office of the (?=(?:high commissioner|representative|chair)\b)/;
const YEAR_OF_CHAIR = /^\d{4} (?=chair)|(?<=chair(?:person|man)ship)[ ,]+\d{4}$/;
const HOLDER_OF_CHAIR = /^(?:\d{4} )?[^,]{2,40}? (?:\d{4} )?(?=chair(?:person|man)ship$)/;

/** All names of a list of nodes. A present name wins over a former one of another node. */
class NameIndex<N extends NamedNode = NamedNode> {
  readonly #byKey = new Map<string, N>();
  /** Most commas in any one name: how far a splitter has to look ahead. */
  readonly mostCommas: number;

  constructor(nodes: readonly N[]) {
    let commas = 0;
    const add = (name: string, node: N) => {
      commas = Math.max(commas, name.split(',').length - 1);
      const key = nameKey(name);
      if (key !== '' && !this.#byKey.has(key)) this.#byKey.set(key, node);
    };
    for (const node of nodes) add(node.name, node);
    for (const node of nodes) for (const other of node.names) add(other.name, node);
    this.mostCommas = commas;
  }

  find(name: string): N | undefined {
    if (name.length > LONGEST_NAME) return undefined;
    const printed = withoutBrackets(name);
    return this.#byKey.get(nameKey(name)) ?? this.#byKey.get(nameKey(printed)) ?? this.#byOtherForm(nameKey(printed));
  }

  /** `Office of the High Commissioner ...` is that of the High Commissioner, `2023 Chairpersonship` the Chairpersonship. */
  #byOtherForm(key: string): N | undefined {
    const forms = [
      key.replace(OFFICE_OF, ''),
      `office of the ${key}`,
      key.replace(YEAR_OF_CHAIR, ''),
      key.replace(HOLDER_OF_CHAIR, ''),
    ];
    return forms
      .filter((form) => form !== key)
      .map((form) => this.#byKey.get(form))
      .find((node) => node !== undefined);
  }

  /** Whether some name begins with this text and goes on after it: what is left of a name that was cut. */
  begins(start: string): boolean {
    const key = nameKey(start);
    if (key === '') return false;
    for (const known of this.#byKey.keys()) if (known.length > key.length && known.startsWith(key)) return true;
    return false;
  }
}

const indexes = new WeakMap<readonly NamedNode[], NameIndex>();

/** The index of a list of nodes, made once for each list: imports read thousands of pages with one gazetteer. */
export function namesOf<N extends NamedNode>(nodes: readonly N[]): NameIndex<N> {
  let index = indexes.get(nodes);
  if (!index) indexes.set(nodes, (index = new NameIndex(nodes)));
  return index as NameIndex<N>;
}
