/** Finds the latest nodes with the words of a query, in stages. */
import { all, join, list, name, sql, type Sql } from '../../graph/sql.js';
import { filterCondition, given, scalarCondition, type FilterInput } from '../../graph/where/compile.js';
import { filterOf, type ScalarFilter } from '../../graph/where/declare.js';
import { dateOf, isCoveredByLinks, narrowestSource } from '../../graph/where/narrow.js';
import type { NodeKind } from '../../graph/node-id.js';

/**
 * Only the latest matches of a common word are ranked: nobody pages through a hundred thousand, and ranking them all
 * would take seconds.
 */
export const maximalCandidates = 500;

/** Filters on the results, by kind. */
export type SearchFilters = Partial<Record<NodeKind, FilterInput>>;

/**
 * Parses the text into queries once per statement: as a parameter of a prepared statement it would be parsed for each
 * row.
 */
export const asQueries = (text: string): Sql =>
  sql`asked AS MATERIALIZED (SELECT search_whole_words(${text}) AS whole, search_query(${text}) AS unfinished)`;

/** The query with its last word as a whole word. */
export const whole = sql`(SELECT whole FROM asked)`;
/** The query with its last word as a prefix. */
export const unfinished = sql`(SELECT unfinished FROM asked)`;

/**
 * A common word has enough matches among the latest nodes; reading all its matches to keep the latest would take long.
 * So the search runs in stages: over a few of the latest nodes; over as many as should contain enough matches, judging
 * by the first stage; over many; and finally over all. The index stores dates beside words, so that each stage costs
 * what it finds. A prefix costs as much as all words that begin with it, so the first stages take the last word as a
 * whole word.
 */
const firstLook = 1_500;
const lastLook = 40_000;

/** Matches may be less frequent among older nodes. */
const margin = 1.5;

/** Number of nodes expected to contain enough matches, given the matches of the first stage. */
const secondLook = (found: Sql) => sql`(${margin * firstLook * maximalCandidates}::float / greatest(${found}, 1))`;

export interface Candidates {
  /** Entries of the WITH clause. */
  entries: Sql[];
  /** The nodes as rows of the table; at most {@link maximalCandidates}. */
  rows: Sql;
}

/** Maximum number of nodes within a filter that are checked one by one. */
const manyNodes = 20_000;

/**
 * Within a narrow filter, a common word is rare among the latest nodes. Before the search reads older nodes, it checks
 * the nodes within the filter, if they are few. Returns an entry of the WITH clause, only for filters that links and
 * dates cover: other filters would have to be evaluated on all rows.
 */
export function fewWithin(kinds: readonly NodeKind[], where: SearchFilters): Sql | undefined {
  const [kind] = kinds;
  const filter = kind && where[kind];
  if (kinds.length > 1 || !filter || !dateOf(kind) || !isCoveredByLinks(kind, filter)) return undefined;
  return sql`few AS MATERIALIZED (${nodesWithin(kind, filter)} LIMIT ${manyNodes + 1})`;
}

export interface Search {
  /** Conditions on nodes, with the table alias `searchable`. */
  within: readonly Sql[];
  /** Conditions that the nodes of `few` already meet. */
  filters: readonly Sql[];
  /** Date bounds of the filters, on the sort key in the index of words. */
  dates: readonly Sql[];
  /** Whether the statement has the entry `few`. */
  hasFew: boolean;
  /** Conditions, evaluated once, for reading the table at all. */
  open?: readonly Sql[];
}

/**
 * The latest nodes of a table that have the words.
 * @param table with the columns `node_id`, `sort_key` and `vector`
 */
export function latestWithWords(table: string, { within, filters, dates, hasFew, open = [] }: Search): Candidates {
  const from = table === 'searchable' ? name(table) : sql`${name(table)} AS searchable`;
  const areFew = hasFew ? [sql`(SELECT count(*) FROM few) <= ${manyNodes}`] : [];
  const areMany = hasFew ? [sql`(SELECT count(*) FROM few) > ${manyNodes}`] : [];
  const stage = (number: number) => name(`${table}_${number}`);
  const found = (number: number) => sql`(SELECT count(*) FROM ${stage(number)})`;
  const tooFew = (before: readonly number[]) => before.map((each) => sql`${found(each)} < ${maximalCandidates}`);
  // OFFSET 0 separates the conditions from the order, so that each uses its own index.
  const having = (conditions: readonly Sql[]) =>
    sql`(SELECT * FROM ${from} WHERE ${all([...within, ...conditions])} OFFSET 0) AS latest`;
  const latest = (nodes: Sql, onlyIf: readonly Sql[]) => sql`
    SELECT latest.* FROM ${nodes} WHERE ${all([...open, ...onlyIf])}
    ORDER BY sort_key DESC, node_id DESC LIMIT ${maximalCandidates}`;
  const among = (nodes: Sql, query: Sql) => [
    sql`searchable.sort_key >=
      (SELECT sort_key FROM searchable ORDER BY sort_key DESC, node_id DESC OFFSET ${nodes} LIMIT 1)`,
    sql`searchable.vector @@ ${query}`,
    ...filters,
  ];
  // An early date bound covers a large part of the index: too much to scan in the first stages.
  const stages = [
    latest(having(among(sql`${firstLook}::bigint`, whole)), []),
    latest(having(among(sql`${secondLook(found(0))}::bigint`, whole)), [
      ...tooFew([0]),
      sql`${secondLook(found(0))} < ${lastLook}::float`,
    ]),
    latest(having([...among(sql`${lastLook}::bigint`, unfinished), ...dates]), [...tooFew([0, 1]), ...areMany]),
  ];
  const entries = stages.map((rows, number) => sql`${stage(number)} AS MATERIALIZED (${rows})`);
  const enough = stages.map(
    (_, number) => sql`SELECT * FROM ${stage(number)} WHERE ${found(number)} = ${maximalCandidates}`,
  );
  const hasWords = sql`searchable.vector @@ ${unfinished}`;
  const rows = [
    ...enough,
    sql`(${latest(having([hasWords, ...filters, ...dates]), [...tooFew([0, 1, 2]), ...areMany])})`,
  ];
  if (hasFew) {
    const ofFew = sql`few CROSS JOIN LATERAL ${having([sql`searchable.node_id = few.id`, hasWords])}`;
    rows.push(sql`(${latest(ofFew, [...tooFew([0, 1]), ...areFew])})`);
  }
  return { entries, rows: join(rows, ' UNION ALL ') };
}

/** Conditions on the requested kinds. */
export const ofKinds = (kinds: readonly NodeKind[]): Sql[] => [
  sql`searchable.kind = ANY(${list(kinds)}::text[])`,
  // A separate condition, so that PostgreSQL can use the partial index without news.
  ...(kinds.includes('NewsItem') ? [] : [sql`searchable.kind <> 'NewsItem'`]),
];

/** Conditions for the filters. A filter on one kind does not affect the others. */
export const filtersOn = (kinds: readonly NodeKind[], where: SearchFilters): Sql[] =>
  kinds.flatMap((kind) => {
    const filter = where[kind];
    if (!filter) return [];
    const nodes = nodesWithin(kind, filter);
    // With a single kind, PostgreSQL may start from the nodes that match the filter.
    if (kinds.length === 1) return [sql`searchable.node_id IN (${nodes})`];
    return [sql`(searchable.kind <> ${kind} OR EXISTS (${nodes} AND t.id = searchable.node_id))`];
  });

const nodesWithin = (kind: NodeKind, filter: FilterInput) =>
  sql`SELECT t.id FROM ${narrowestSource(kind, filter)} WHERE ${filterCondition(kind, 't', filter)}`;

/** Date bounds of the filter on a single kind, on the sort key in the index of words. */
export function datesOf([kind, ...others]: readonly NodeKind[], where: SearchFilters): Sql[] {
  const filter = kind && where[kind];
  if (!filter || others.length > 0) return [];
  const date = dateOf(kind);
  const bounds = given(filter).filter(([field]) => field === date?.field);
  return bounds.map(([field, operators]) => {
    const { gt, gte, lt, lte } = operators as Record<string, unknown>;
    const declared = filterOf(kind).fields.get(field) as ScalarFilter;
    return scalarCondition({ ...declared, column: 'sort_key' }, 'searchable', { gt, gte, lt, lte });
  });
}
