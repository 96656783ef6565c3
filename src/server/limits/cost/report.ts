/** What people are told of the cost of an operation: which parts of it cost most. */
import type { Costed, CostedField } from './estimate.js';

/** One place of the answer. */
export interface Place {
  /** The names in the answer from the root, joined by dots; lists count as what they hold. */
  path: string;
  /** What all that is there costs, under all the objects above it. */
  cost: number;
  /** How many objects stand above it, at most. */
  times: number;
  field: CostedField;
}

/** The places that cost most, the dearest first. A place comes after those above it. */
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

/** The path to the field that has most bytes of an answer. */
export function longestPath({ fields }: Costed): string {
  const path: string[] = [];
  for (let open = fields; open.length > 0;) {
    const longest = open.reduce((most, field) => (field.bytes > most.bytes ? field : most));
    path.push(longest.key);
    open = longest.below.fields;
  }
  return path.join('.');
}

/** What `extensions.cost` holds. All figures are of the unit of the budget. */
export interface CostReport {
  /** The most that the operation can cost. */
  estimate: number;
  /** What its answer cost; absent if it was not executed. */
  actual?: number;
  budget: number;
  /** The places of the answer that may cost most, each with all that is below it. */
  byPath: { path: string; cost: number; size?: number }[];
  /** The smallest change with which an operation would fit that does not. */
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
