/**
 * Splits a line of names, such as that after `Issued by:`. Commas separate names and also occur inside them, so the longest
 * run of parts that is a known name is taken first. `and` and `of` never separate: too many names contain them.
 */
import type { NamedNode } from '../gazetteer.js';
import { namesOf, type Named } from './names.js';

/** Longer than any list of names; beyond it the text is something else. */
export const LONGEST_LIST = 4_000;

/** The names of one line in their order, each once; those that are not known keep their text and have no slug. */
export function splitNames(text: string, nodes: readonly NamedNode[]): Named[] {
  const index = namesOf(nodes);
  const found: Named[] = [];
  for (const group of text.slice(0, LONGEST_LIST).split(/[;\n|]/)) {
    const parts = group
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    for (let at = 0; at < parts.length;) {
      let taken = 1;
      let name: Named = { text: parts[at]! };
      for (let length = Math.min(index.mostCommas + 1, parts.length - at); length > 0; length--) {
        const joined = parts.slice(at, at + length).join(', ');
        const node = index.find(joined);
        if (!node) continue;
        name = { text: joined, slug: node.slug };
        taken = length;
        break;
      }
      if (!found.some((other) => (name.slug ? other.slug === name.slug : other.text === name.text))) found.push(name);
      at += taken;
    }
  }
  return found;
}

/** Names from several lines, each name once. */
export function mergeNames(lists: readonly Named[][]): Named[] {
  const merged: Named[] = [];
  const seen = new Set<string>();
  for (const name of lists.flat()) {
    const identity = name.slug ? `slug ${name.slug}` : `text ${name.text}`;
    if (seen.has(identity)) continue;
    seen.add(identity);
    merged.push(name);
  }
  return merged;
}
