/** Which nodes have the words of a query: the latest of them, looked for in stages. */
import { all, join, list, name, sql, type Sql } from '../../graph/sql.js';
import { filterCondition, given, scalarCondition, type FilterInput } from '../../graph/where/compile.js';
import { filterOf, type ScalarFilter } from '../../graph/where/declare.js';
import { dateOf, nodesTelling } from '../../graph/where/narrow.js';
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

/**
 * The latest nodes of a table that have the words.
 * @param table with the columns `node_id`, `sort_key` and `vector`; the conditions know it as `searchable`
 * @param open whether it is looked at all, decided once
 */
export function latestWithWords(table: string, within: readonly Sql[], open: readonly Sql[] = []): Candidates {
  const from = table === 'searchable' ? name(table) : sql`${name(table)} AS searchable`;
  const stage = (number: number) => name(`${table}_${number}`);
  const found = (number: number) => sql`(SELECT count(*) FROM ${stage(number)})`;
  const tooFew = (before: readonly number[]) => before.map((each) => sql`${found(each)} < ${maximalCandidates}`);
  // OFFSET 0 keeps the conditions apart from the order, so that each is answered by its own index.
  const having = (conditions: readonly Sql[], onlyIf: readonly Sql[]) => sql`
    SELECT * FROM (SELECT * FROM ${from} WHERE ${all([...conditions, ...within])} OFFSET 0) AS latest
    WHERE ${all([...open, ...onlyIf])} ORDER BY sort_key DESC, node_id DESC LIMIT ${maximalCandidates}`;
  const among = (nodes: Sql, query: Sql) => [
    sql`searchable.sort_key >=
      (SELECT sort_key FROM searchable ORDER BY sort_key DESC, node_id DESC OFFSET ${nodes} LIMIT 1)`,
    sql`searchable.vector @@ ${query}`,
  ];
  const stages = [
    having(among(sql`${firstLook}::bigint`, whole), []),
    having(among(sql`${secondLook(found(0))}::bigint`, whole), [
      ...tooFew([0]),
      sql`${secondLook(found(0))} < ${lastLook}::float`,
    ]),
    having(among(sql`${lastLook}::bigint`, unfinished), tooFew([0, 1])),
  ];
  const entries = stages.map((rows, number) => sql`${stage(number)} AS MATERIALIZED (${rows})`);
  const enough = stages.map(
    (_, number) => sql`SELECT * FROM ${stage(number)} WHERE ${found(number)} = ${maximalCandidates}`,
  );
  const anywhere = having([sql`searchable.vector @@ ${unfinished}`], tooFew([0, 1, 2]));
  return { entries, rows: sql`${join(enough, ' UNION ALL ')} UNION ALL (${anywhere})` };
}

/** Of the kinds that are asked, and within the filters. A filter on one kind lets the others pass. */
export function conditionsOn(kinds: readonly NodeKind[], where: SearchFilters): Sql[] {
  // Said apart from the list, as it lets the database take the index without news.
  const withoutNews = kinds.includes('NewsItem') ? [] : [sql`searchable.kind <> 'NewsItem'`];
  const filters = kinds.flatMap((kind) => {
    const filter = where[kind];
    if (!filter) return [];
    if (kinds.length === 1) return filtersOn(kind, filter);
    const nodes = nodesWithin(kind, filter);
    return [sql`(searchable.kind <> ${kind} OR EXISTS (${nodes} AND t.id = searchable.node_id))`];
  });
  return [sql`searchable.kind = ANY(${list(kinds)}::text[])`, ...withoutNews, ...filters];
}

const nodesWithin = (kind: NodeKind, filter: FilterInput) =>
  sql`SELECT t.id FROM ${nodesTelling(kind, filter)} WHERE ${filterCondition(kind, 't', filter)}`;

/** What a filter asks of nodes of one kind alone: PostgreSQL may as well begin with those that fulfil it. */
export const filtersOn = (kind: NodeKind, filter: FilterInput): Sql[] => [
  sql`searchable.node_id IN (${nodesWithin(kind, filter)})`,
  ...datesOf(kind, filter),
];

/** The dates of a filter on news as bounds of the key by which the index of words knows the date. */
function datesOf(kind: NodeKind, filter: FilterInput): Sql[] {
  const date = dateOf(kind);
  const bounds = given(filter).filter(([field]) => field === date?.field);
  return bounds.map(([field, operators]) => {
    const { gt, gte, lt, lte } = operators as Record<string, unknown>;
    const declared = filterOf(kind).fields.get(field) as ScalarFilter;
    return scalarCondition({ ...declared, column: 'sort_key' }, 'searchable', { gt, gte, lt, lte });
  });
}
