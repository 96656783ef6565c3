/** The cost report of an operation: which parts cost most. */
import type { Costed, CostedField } from './estimate.js';

/** One path of the answer. */
export interface Place {
  /** The response names from the root, joined by dots, without list indexes. */
  path: string;
  /** The total cost at this path, under all parent objects. */
  cost: number;
  /** The maximum number of parent objects. */
  times: number;
  field: CostedField;
}

/** The most expensive paths, in descending order. A path comes after its parents. */
export function mostExpensivePlaces(costed: Costed, most: number): Place[] {
  const found: Place[] = [];
  const open: Place[] = [];
  const add = (fields: readonly CostedField[], prefix: string, times: number) => {
    for (const field of fields) open.push({ path: prefix + field.key, cost: field.total * times, times, field });
  };
  add(costed.fields, '', 1);
  while (open.length > 0 && found.length < most) {
    let dearest = 0;
    for (let i = 1; i < open.length; i += 1) if (open[i]!.cost > open[dearest]!.cost) dearest = i;
    const [place] = open.splice(dearest, 1) as [Place];
    found.push(place);
    add(place.field.below.fields, `${place.path}.`, place.times * place.field.size);
  }
  return found;
}

/** The path to the field with the most bytes of an answer. */
export function longestPath({ fields }: Costed): string {
  const path: string[] = [];
  for (let open = fields; open.length > 0;) {
    const longest = open.reduce((most, field) => (field.bytes > most.bytes ? field : most));
    path.push(longest.key);
    open = longest.below.fields;
  }
  return path.join('.');
}

/** The content of `extensions.cost`. All figures are in units of the budget. */
export interface CostReport {
  /** The cost with pages of the requested size and other lists of their usual lengths. */
  estimate: number;
  /** The same with all lists of the greatest length that the content can have: no answer costs more. */
  atMost?: number;
  /** The cost of its answer; absent if it was not executed. */
  actual?: number;
  budget: number;
  /** The most expensive paths, each with everything below it. */
  byPath: { path: string; cost: number; size?: number }[];
  /** The smallest change that makes an operation above the limit fit. */
  change?: string;
}

const reportedPlaces = 20;

export const reportOf = (costed: Costed, budget: number): CostReport => ({
  estimate: costed.total,
  budget,
  byPath: mostExpensivePlaces(costed, reportedPlaces).map(({ path, cost, field }) => ({
    path,
    cost,
    ...(field.page ? { size: field.page.size } : field.size !== 1 && { size: field.size }),
  })),
});
