/** Finds the change that makes an operation fit its budget and omits least. */
import type { FieldNode } from 'graphql';
import type { Changes, Costed, CostedField } from './estimate.js';
import { mostExpensivePlaces, type Place } from './report.js';

/** How many paths are considered, and how many changes are tried. */
const places = 100;
const tries = 8;

export interface Change {
  /** As a sentence for people. */
  text: string;
  changes: Changes;
  /** The cost of the changed operation. */
  total: number;
}

/**
 * Looks for one page that can be smaller, or else one field that can be omitted, so that the rest fits.
 * @param again estimates the operation with some changes
 * @returns undefined if no single change is enough
 */
export function cheapestChange(
  costed: Costed,
  budget: number,
  again: (changes: Changes) => Costed,
): Change | undefined {
  const surplus = costed.total - budget;
  const dearest = mostExpensivePlaces(costed, places);
  const pages = dearest.flatMap((place) => smallerPage(place, surplus) ?? []);
  return (
    best(pages, budget, again) ??
    best(
      dearest.flatMap((place) => withoutIt(place, surplus) ?? []),
      budget,
      again,
    )
  );
}

interface Candidate {
  nodes: readonly FieldNode[];
  size: number;
  text: string;
  /** The expected saving: at least the needed one, and the smaller the better. */
  saving: number;
}

function best(candidates: Candidate[], budget: number, again: (changes: Changes) => Costed): Change | undefined {
  candidates.sort((a, b) => a.saving - b.saving);
  // Savings are sums; a fragment used in several places, or another type that is then the most expensive, changes them.
  for (const { nodes, size, text } of candidates.slice(0, tries)) {
    const changes = new Map(nodes.map((node) => [node, size]));
    const { total } = again(changes);
    if (total <= budget) return { text, changes, total };
  }
  return undefined;
}

/** The cost of a page per item. */
const perItem = ({ page, below }: CostedField): number =>
  page
    ? below.fields.filter(({ size }) => size === page.size).reduce((sum, { total }) => sum + total / page.size, 0)
    : 0;

function smallerPage({ path, times, field }: Place, surplus: number): Candidate | undefined {
  const each = perItem(field) * times * field.size;
  if (!field.page || each === 0) return undefined;
  const fewer = Math.ceil(surplus / each);
  const size = field.page.size - fewer;
  if (size < 1) return undefined;
  const { argument, size: before } = field.page;
  return {
    nodes: field.nodes,
    size,
    saving: fewer * each,
    text: `"${argument}: ${size}" in place of ${before} at ${path}`,
  };
}

function withoutIt({ path, cost, field }: Place, surplus: number): Candidate | undefined {
  return cost >= surplus ? { nodes: field.nodes, size: 0, saving: cost, text: `leaving out ${path}` } : undefined;
}
