/** All queries of the benchmark, in the order in which they are reported. */
import type { Facts } from './facts';
import { counted, search, uncounted } from './filters';
import { deepPage, latest, thousandItems } from './lists';
import type { BenchQuery } from './query';
import { entities, oneCountry, oneItem } from './single-nodes';

export const queryNames = ['Q1', 'Q2', 'Q3', 'Q4', 'Q4P', 'Q5', 'Q6', 'Q7', 'Q8'] as const;

export const queriesFor = (facts: Facts): readonly BenchQuery[] => [
  latest,
  oneItem(facts),
  oneCountry(facts),
  counted(facts),
  uncounted(facts),
  search,
  entities(facts),
  deepPage(facts),
  thousandItems(facts),
];
