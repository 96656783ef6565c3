/** Finds the latest nodes with the words of a query, in stages. */
import { all, join, list, name, sql, type Sql } from '../../graph/sql.js';
import { filterCondition, given, scalarCondition, type FilterInput } from '../../graph/where/compile.js';
import { filterOf, type ScalarFilter } from '../../graph/where/declare.js';
import { dateOf, isCoveredByLinks, narrowestSource } from '../../graph/where/narrow.js';
import type { NodeKind } from '../../graph/node-id.js';

/**
 * Of a common word only the latest matches are ranked: nobody pages to the last of a hundred thousand, and to rank them
 * all would take seconds.
 */
export const maximalCandidates = 500;

/** Filters on what is found, by kind. */
export type SearchFilters = Partial<Record<NodeKind, FilterInput>>;

/**
 * The queries of a text, which a statement makes once: as an argument of a prepared statement it would be parsed anew for
 * each row.
 */
export const asQueries = (text: string): Sql =>
  sql`asked AS MATERIALIZED (SELECT search_whole_words(${text}) AS whole, search_query(${text}) AS unfinished)`;

/** The query with its last word as it stands. */
export const whole = sql`(SELECT whole FROM asked)`;
/** The query whose last word may be a beginning. */
export const unfinished = sql`(SELECT unfinished FROM asked)`;

/**
 * A word that many nodes have is found often enough among the latest; to give all its matches, of which the latest are
 * wanted, would take long. So it is first looked for among some of the latest nodes; then among as many as should have
 * enough matches, by what was found; then among many; and at last among all. The index has the dates beside the words, so
 * that each stage costs what it finds. The beginning of a word costs as much as all words that begin so: the last word is
 * first taken as a whole one.
 */
const firstLook = 1_500;
const lastLook = 40_000;

/** What came among the first nodes may come less often further back. */
const margin = 1.5;

/** Among how many more nodes there should be enough matches, if so many were found among the first. */
const secondLook = (found: Sql) => sql`(${margin * firstLook * maximalCandidates}::float / greatest(${found}, 1))`;

export interface Candidates {
  /** Entries of a WITH clause that come first. */
  entries: Sql[];
  /** The nodes, at most {@link maximalCandidates}: rows of the table. */
  rows: Sql;
}

/** So many nodes within a filter are looked at one by one. */
const manyNodes = 20_000;

/**
 * Within a narrow filter a common word is met seldom among the latest nodes. Before it is looked for further back, what is
 * within the filter is taken, if that is not too much. An entry of a WITH clause, for filters that links and dates
 * cover; others would have to be checked on all rows.
 */
export function fewWithin(kinds: readonly NodeKind[], where: SearchFilters): Sql | undefined {
  const [kind] = kinds;
  const filter = kind && where[kind];
  if (kinds.length > 1 || !filter || !dateOf(kind) || !isCoveredByLinks(kind, filter)) return undefined;
  return sql`few AS MATERIALIZED (${nodesWithin(kind, filter)} LIMIT ${manyNodes + 1})`;
}

export interface Search {
  /** Conditions on nodes, which know the table as `searchable`. */
  within: readonly Sql[];
  /** Those that `few` fulfil already. */
  filters: readonly Sql[];
  /** What the filters say of dates, as bounds of the key by which the index of words knows the date. */
  dates: readonly Sql[];
  /** Whether the statement knows `few`. */
  knowsFew: boolean;
  /** Whether the table is looked at at all, decided once. */
  open?: readonly Sql[];
}

/**
 * The latest nodes of a table that have the words.
 * @param table with the columns `node_id`, `sort_key` and `vector`
 */
export function latestWithWords(table: string, { within, filters, dates, knowsFew, open = [] }: Search): Candidates {
  const from = table === 'searchable' ? name(table) : sql`${name(table)} AS searchable`;
  const areFew = knowsFew ? [sql`(SELECT count(*) FROM few) <= ${manyNodes}`] : [];
  const areMany = knowsFew ? [sql`(SELECT count(*) FROM few) > ${manyNodes}`] : [];
  const stage = (number: number) => name(`${table}_${number}`);
  const found = (number: number) => sql`(SELECT count(*) FROM ${stage(number)})`;
  const tooFew = (before: readonly number[]) => before.map((each) => sql`${found(each)} < ${maximalCandidates}`);
  // OFFSET 0 keeps the conditions apart from the order, so that each is answered by its own index.
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
  // A bound far back is a large part of the index: too much to look through for the first stages.
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
  if (knowsFew) {
    const ofFew = sql`few CROSS JOIN LATERAL ${having([sql`searchable.node_id = few.id`, hasWords])}`;
    rows.push(sql`(${latest(ofFew, [...tooFew([0, 1]), ...areFew])})`);
  }
  return { entries, rows: join(rows, ' UNION ALL ') };
}

/** Of the kinds that are asked. */
export const ofKinds = (kinds: readonly NodeKind[]): Sql[] => [
  sql`searchable.kind = ANY(${list(kinds)}::text[])`,
  // Said apart from the list, as it lets the database take the index without news.
  ...(kinds.includes('NewsItem') ? [] : [sql`searchable.kind <> 'NewsItem'`]),
];

/** Within the filters on several kinds. A filter on one kind lets the others pass. */
export const filtersOn = (kinds: readonly NodeKind[], where: SearchFilters): Sql[] =>
  kinds.flatMap((kind) => {
    const filter = where[kind];
    if (!filter) return [];
    const nodes = nodesWithin(kind, filter);
    // Of one kind alone, PostgreSQL may as well begin with the nodes that fulfil the filter.
    if (kinds.length === 1) return [sql`searchable.node_id IN (${nodes})`];
    return [sql`(searchable.kind <> ${kind} OR EXISTS (${nodes} AND t.id = searchable.node_id))`];
  });

const nodesWithin = (kind: NodeKind, filter: FilterInput) =>
  sql`SELECT t.id FROM ${narrowestSource(kind, filter)} WHERE ${filterCondition(kind, 't', filter)}`;

/** The dates of the filter on one kind alone, as bounds of the key by which the index of words knows the date. */
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
