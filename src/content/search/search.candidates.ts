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
 * Among how many of the latest nodes is looked, one stage after another until one finds enough, and at last among all. A
 * word that many nodes have is found often enough among the latest; to give all its matches, of which the latest are
 * wanted, would take long. The index has the dates beside the words, so that each stage costs what it finds. The
 * beginning of a word costs as much as all words that begin so: the last word is first taken as a whole one.
 */
const stages = [
  { nodes: 1_500, query: whole },
  { nodes: 10_000, query: whole },
  { nodes: 40_000, query: unfinished },
];

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
  const stageName = (stage: number) => name(`${table}_${stage}`);
  const first = sql`ORDER BY sort_key DESC, node_id DESC LIMIT ${maximalCandidates}`;
  const found = (stage: number) => sql`(SELECT count(*) FROM ${stageName(stage)})`;
  const tooFew = (before: number) =>
    all([...open, ...stages.slice(0, before).map((_, stage) => sql`${found(stage)} < ${maximalCandidates}`)]);
  // OFFSET 0 keeps the conditions apart from the order, so that each is answered by its own index.
  const having = (conditions: readonly Sql[], stage: number) => sql`
    SELECT * FROM (SELECT * FROM ${from} WHERE ${all([...conditions, ...within])} OFFSET 0) AS latest
    WHERE ${tooFew(stage)} ${first}`;
  const entries = stages.map(({ nodes, query }, stage) => {
    const since = sql`(SELECT sort_key FROM searchable ORDER BY sort_key DESC, node_id DESC OFFSET ${nodes} LIMIT 1)`;
    const conditions = [sql`searchable.sort_key >= ${since}`, sql`searchable.vector @@ ${query}`];
    return sql`${stageName(stage)} AS MATERIALIZED (${having(conditions, stage)})`;
  });
  const enough = stages.map(
    (_, stage) => sql`SELECT * FROM ${stageName(stage)} WHERE ${found(stage)} = ${maximalCandidates}`,
  );
  const anywhere = having([sql`searchable.vector @@ ${unfinished}`], stages.length);
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
