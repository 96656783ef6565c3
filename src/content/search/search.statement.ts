/** The statements of search. */
import type { NodeKind } from '../../graph/node-id.js';
import { list, sql, type Sql } from '../../graph/sql.js';

/** How nodes are found: by their words, or, if none has them, by names that are like the words. */
export type SearchMode = 'words' | 'likeness';

/** Where a node stands among what was found. */
export interface Place {
  mode: SearchMode;
  rank: number;
  sortKey: string;
  id: string;
}

/**
 * Of a common word only the latest matches are ranked: nobody pages to the last of a hundred thousand, and to rank them
 * all would take seconds.
 */
export const maximalCandidates = 500;

/**
 * The latest nodes, which are looked at first. If they have enough matches the word is common, and the index of words,
 * which must give all its matches before the first can be taken, is left alone. PostgreSQL cannot choose between the two
 * ways itself: it does not know how common the beginning of a word is.
 */
const latestNodes = 10_000;

/** Names less like the query than this are no answer to it. */
const leastLikeness = 0.45;

export interface SearchRequest {
  query: string;
  kinds: readonly NodeKind[];
  size: number;
  after: Place | undefined;
}

export interface Hit {
  id: string;
  kind: NodeKind;
  rank: number;
  sortKey: string;
}

/** The latest nodes that have the words. */
function candidates(query: string, kinds: readonly NodeKind[]): Sql {
  const has = sql`vector @@ search_query(${query}) AND kind = ANY(${list(kinds)}::text[])`;
  const first = sql`ORDER BY sort_key DESC, node_id DESC LIMIT ${maximalCandidates}`;
  // OFFSET 0 keeps the conditions apart from the order, so that each is answered by its own index.
  return sql`
    WITH common AS MATERIALIZED (
      SELECT * FROM (
        SELECT * FROM searchable ORDER BY sort_key DESC, node_id DESC LIMIT ${latestNodes}
      ) AS latest WHERE ${has} ${first}
    )
    SELECT * FROM common WHERE (SELECT count(*) FROM common) = ${maximalCandidates}
    UNION ALL
    (SELECT * FROM (SELECT * FROM searchable WHERE ${has} OFFSET 0) AS rare
      WHERE (SELECT count(*) FROM common) < ${maximalCandidates} ${first})`;
}

/** Ranks are whole numbers, so that a cursor holds exactly what the database compares. */
function matches(query: string, kinds: readonly NodeKind[], mode: SearchMode): Sql {
  if (mode === 'words') {
    // Nodes named so go before texts that speak of them.
    return sql`
      SELECT node_id, kind, sort_key,
        (ts_rank('{0.1, 0.3, 0.8, 1}', vector, search_query(${query}), 1) * 1e6
          * CASE WHEN kind = 'NewsItem' THEN 1 ELSE 3 END)::integer AS rank
      FROM (${candidates(query, kinds)}) AS candidate`;
  }
  return sql`
    SELECT node_id, kind, sort_key, likeness AS rank
    FROM searchable, LATERAL (
      SELECT (max(greatest(similarity(fold(${query}), name), word_similarity(fold(${query}), name) * 0.9)) * 1e6)::integer
        AS likeness
      FROM unnest(names) AS name
    ) AS best
    WHERE kind <> 'NewsItem' AND kind = ANY(${list(kinds)}::text[]) AND likeness >= ${leastLikeness * 1e6}::integer`;
}

/** One page of what is found, with one node more to tell whether more follow. */
export function searchStatement({ query, kinds, size, after }: SearchRequest, mode: SearchMode): Sql {
  const beyond = after
    ? sql`WHERE (rank, sort_key, node_id) < (${after.rank}::integer, ${after.sortKey}::text, ${after.id}::uuid)`
    : sql``;
  return sql`
    SELECT node_id AS id, kind, rank, sort_key AS "sortKey" FROM (${matches(query, kinds, mode)}) AS hit
    ${beyond} ORDER BY rank DESC, sort_key DESC, node_id DESC LIMIT ${size + 1}`;
}

/** What marks a found word in a text: characters that mean nothing anywhere, taken out of the text before. */
export const marks = { start: '\u{e000}', end: '\u{e001}' };

/** Each text with marks around the words of the query, how well it matches alone, and how like it is to the query. */
export function highlightStatement(query: string, texts: readonly string[]): Sql {
  const options = `HighlightAll=true, StartSel=${marks.start}, StopSel=${marks.end}`;
  return sql`
    SELECT ts_headline('graph_english', text, search_query(${query}), ${options}) AS marked,
      (to_tsvector('graph_english', text) || to_tsvector('graph_words', text)) @@ search_query(${query}) AS matches,
      greatest(similarity(fold(${query}), fold(text)), word_similarity(fold(${query}), fold(text)) * 0.9) AS likeness
    FROM unnest(${list(texts)}::text[]) WITH ORDINALITY AS given(text, place) ORDER BY place`;
}
