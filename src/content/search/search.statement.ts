/** The statements of search. */
import type { NodeKind } from '../../graph/node-id.js';
import { all, join, list, name, sql, type Sql } from '../../graph/sql.js';
import { filterCondition, given, scalarCondition, type FilterInput } from '../../graph/where/compile.js';
import { filterOf, type ScalarFilter } from '../../graph/where/declare.js';
import { dateOf, nodesTelling } from '../../graph/where/narrow.js';

/** How nodes are found: by their words, or, if none has them, by names that are like the words. */
export type SearchMode = 'words' | 'likeness';

/** Where a node stands among what was found. */
export interface Place {
  mode: SearchMode;
  rank: number;
  sortKey: string;
  id: string;
  /** The query as it was corrected for the first page; the empty text if it was not. */
  corrected: string;
}

/**
 * Of a common word only the latest matches are ranked: nobody pages to the last of a hundred thousand, and to rank them
 * all would take seconds.
 */
export const maximalCandidates = 500;

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

function whole(query: string): Sql {
  return sql`search_whole_words(${query})`;
}

function unfinished(query: string): Sql {
  return sql`search_query(${query})`;
}

/** Names less like the query than this are no answer to it. */
const leastLikeness = 0.45;

/** Filters on what is found, by kind. */
export type SearchFilters = Partial<Record<NodeKind, FilterInput>>;

export interface SearchRequest {
  query: string;
  kinds: readonly NodeKind[];
  where: SearchFilters;
  size: number;
  after: Place | undefined;
}

export interface Hit {
  id: string;
  kind: NodeKind;
  rank: number;
  sortKey: string;
}

/** Of the kinds that are asked, and within the filters. A filter on one kind lets the others pass. */
function asked({ kinds, where }: SearchRequest): Sql {
  const filters = kinds.flatMap((kind) => {
    const filter = where[kind];
    if (!filter) return [];
    const nodes = sql`SELECT t.id FROM ${nodesTelling(kind, filter)} WHERE ${filterCondition(kind, 't', filter)}`;
    // Of one kind alone, PostgreSQL may as well begin with the nodes that fulfil the filter.
    if (kinds.length === 1) return [sql`searchable.node_id IN (${nodes})`, ...datesOf(kind, filter)];
    return [sql`(searchable.kind <> ${kind} OR EXISTS (${nodes} AND t.id = searchable.node_id))`];
  });
  // Said apart from the list, as it lets the database take the index without news.
  const withoutNews = kinds.includes('NewsItem') ? [] : [sql`searchable.kind <> 'NewsItem'`];
  return all([sql`searchable.kind = ANY(${list(kinds)}::text[])`, ...withoutNews, ...filters]);
}

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

/** The latest nodes that have the words: in stages, each if the one before has found too few. */
function candidates(request: SearchRequest): Sql {
  const within = asked(request);
  const first = sql`ORDER BY sort_key DESC, node_id DESC LIMIT ${maximalCandidates}`;
  const found = (stage: number) => sql`(SELECT count(*) FROM ${name(`stage_${stage}`)})`;
  const tooFew = (before: number) =>
    all(stages.slice(0, before).map((_, stage) => sql`${found(stage)} < ${maximalCandidates}`));
  const entries = stages.map(({ nodes, query }, stage) => {
    const since = sql`(SELECT sort_key FROM searchable ORDER BY sort_key DESC, node_id DESC OFFSET ${nodes} LIMIT 1)`;
    // OFFSET 0 keeps the conditions apart from the order, so that each is answered by its own index.
    return sql`${name(`stage_${stage}`)} AS MATERIALIZED (
      SELECT * FROM (
        SELECT * FROM searchable WHERE sort_key >= ${since} AND vector @@ ${query(request.query)} AND ${within} OFFSET 0
      ) AS latest WHERE ${tooFew(stage)} ${first})`;
  });
  const enough = stages.map(
    (_, stage) => sql`SELECT * FROM ${name(`stage_${stage}`)} WHERE ${found(stage)} = ${maximalCandidates}`,
  );
  return sql`
    WITH ${join(entries)} ${join(enough, ' UNION ALL ')}
    UNION ALL
    (SELECT * FROM (SELECT * FROM searchable WHERE vector @@ ${unfinished(request.query)} AND ${within} OFFSET 0) AS whole
      WHERE ${tooFew(stages.length)} ${first})`;
}

/** Ranks are whole numbers, so that a cursor holds exactly what the database compares. */
function matches(request: SearchRequest, mode: SearchMode): Sql {
  const { query } = request;
  if (mode === 'words') {
    // Nodes named so go before texts that speak of them.
    return sql`
      SELECT node_id, kind, sort_key,
        (ts_rank('{0.1, 0.3, 0.8, 1}', vector, search_query(${query}), 1) * 1e6
          * CASE WHEN kind = 'NewsItem' THEN 1 ELSE 3 END)::integer AS rank
      FROM (${candidates(request)}) AS candidate`;
  }
  return sql`
    SELECT node_id, kind, sort_key, likeness AS rank
    FROM searchable, LATERAL (
      SELECT (max(greatest(similarity(fold(${query}), other), word_similarity(fold(${query}), other) * 0.9)) * 1e6)::integer
        AS likeness
      FROM unnest(names) AS other
    ) AS best
    WHERE kind <> 'NewsItem' AND ${asked(request)} AND likeness >= ${leastLikeness * 1e6}::integer`;
}

/** One page of what is found, with one node more to tell whether more follow. */
export function searchStatement(request: SearchRequest, mode: SearchMode): Sql {
  const { size, after } = request;
  const beyond = after
    ? sql`WHERE (rank, sort_key, node_id) < (${after.rank}::integer, ${after.sortKey}::text, ${after.id}::uuid)`
    : sql``;
  return sql`
    SELECT node_id AS id, kind, rank, sort_key AS "sortKey" FROM (${matches(request, mode)}) AS hit
    ${beyond} ORDER BY rank DESC, sort_key DESC, node_id DESC LIMIT ${size + 1}`;
}

/** What marks a found word in a text: characters that mean nothing anywhere, taken out of the text before. */
export const marks = { start: '\u{e000}', end: '\u{e001}' };

/** Each text with marks around the words of the query, how well it matches alone, and how like it is to the query. */
export function highlightStatement(query: string, texts: readonly string[]): Sql {
  const options = `HighlightAll=true, StartSel=${marks.start}, StopSel=${marks.end}`;
  return sql`
    SELECT ts_headline(
        CASE WHEN text ~ '[\u0400-\u04FF]' THEN 'graph_russian' ELSE 'graph_english' END::regconfig, text, search_query(${query}), ${options}) AS marked,
      (search_stems(text) || to_tsvector('graph_words', text)) @@ search_query(${query}) AS matches,
      greatest(similarity(fold(${query}), fold(text)), word_similarity(fold(${query}), fold(text)) * 0.9) AS likeness
    FROM unnest(${list(texts)}::text[]) WITH ORDINALITY AS given(text, place) ORDER BY place`;
}
