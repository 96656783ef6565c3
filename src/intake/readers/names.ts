/**
 * Finds nodes by name, forgiving what pages vary without meaning: capitals, accents, `OSCE` or `the` in front, the hyphen
 * of co-operation, kinds of dash and quote, and what a page adds in brackets, such as `(closed)`.
 */
import type { NamedNode } from '../gazetteer.js';

/** The form of a name in which two ways of writing it are the same. */
export function nameKey(name: string): string {
  const folded = name
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/\bco-(?=o)/g, 'co')
    .replace(/&/g, ' and ')
    .replace(/\s+/g, ' ')
    .trim();
  const bare = folded.replace(/^the /, '').replace(/^osce[ /]/, '');
  return bare === '' ? folded : bare;
}

/** `Office in Zagreb (closed)` without what follows the name; bounded, since names are short. */
function withoutBrackets(name: string): string {
  if (!name.endsWith(')')) return name;
  const open = name.lastIndexOf('(');
  return open > 0 ? name.slice(0, open).trim() : name;
}

/** Names longer than this are sentences. */
const LONGEST_NAME = 300;

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
    return this.#byKey.get(nameKey(name)) ?? this.#byKey.get(nameKey(withoutBrackets(name)));
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
