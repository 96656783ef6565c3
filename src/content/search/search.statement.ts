/** The statements of search. */
import type { NodeKind } from '../../graph/node-id.js';
import { all, join, list, name, sql, type Sql } from '../../graph/sql.js';
import { filterOf } from '../../graph/where/declare.js';
import {
  asQueries,
  datesOf,
  fewWithin,
  filtersOn,
  latestWithWords,
  maximalCandidates,
  ofKinds,
  unfinished,
  whole,
  type SearchFilters,
} from './search.candidates.js';

/** How nodes are found: by their words, or by similar names if no node has the words. */
export type SearchMode = 'words' | 'likeness';

/** Position of a node in the results. */
export interface Place {
  mode: SearchMode;
  rank: number;
  sortKey: string;
  id: string;
  /** The query as corrected for the first page; empty if it was not corrected. */
  corrected: string;
}

/** Minimum similarity of a name to the query. */
const leastLikeness = 0.45;

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
  /** Whether the match needs the body of a news item: its title and lead do not contain all the words. */
  inText: boolean;
}

/**
 * Matches in names, titles and leads come before matches in bodies, and whole words before prefixes: "media" is not
 * "mediation". Within a step the rank decides; it is always smaller than a step. Ranks are integers, so that a cursor
 * contains exactly the value that the database compares.
 */
const steps = { named: 30_000_000, inText: 20_000_000, namedByPrefix: 10_000_000 };

const rankBy = (query: Sql, lengthCounts: 0 | 1) =>
  sql`ts_rank('{0.1, 0.3, 0.8, 1}', vector, ${query}, ${lengthCounts}::integer) * 1e6`;

/** The nodes that contain the words of a query, with their ranks. */
function hitsByWords({ query, kinds, where, size }: SearchRequest, beyond: Sql): { entries: Sql; hits: Sql } {
  const few = fewWithin(kinds, where);
  const hasFew = few !== undefined;
  const named = latestWithWords('searchable', {
    dates: datesOf(kinds, where),
    within: ofKinds(kinds),
    filters: filtersOn(kinds, where),
    hasFew,
  });
  const found = (condition: Sql) => sql`(SELECT count(*) FROM named WHERE ${condition})`;
  const inTexts = latestWithWords('searchable_text', {
    within: [sql`searchable.node_id NOT IN (SELECT node_id FROM named)`],
    filters: filtersOn(['NewsItem'], where),
    dates: datesOf(['NewsItem'], where),
    hasFew,
    // Bodies are searched only if the page is not full without them.
    open: [
      sql`${found(sql`true`)} < ${maximalCandidates}`,
      sql`${found(sql`rank >= ${steps.named}::integer AND ${beyond}`)} <= ${size}`,
    ],
  });
  // Nodes whose names match come before texts that mention them, even if the name was only begun. Among names, the
  // shorter is the better match; among texts, the latest.
  const rankOfNamed = sql`CASE
    WHEN kind <> 'NewsItem' THEN ${steps.named}::integer
      + CASE WHEN vector @@ ${whole} THEN ${rankBy(whole, 1)} * 3 ELSE ${rankBy(unfinished, 1)} * 1.5 END
    WHEN vector @@ ${whole} THEN ${steps.named}::integer + ${rankBy(whole, 0)}
    ELSE ${steps.namedByPrefix}::integer + ${rankBy(unfinished, 0)} END::integer`;
  const rankInText = sql`CASE
    WHEN vector @@ ${whole} THEN ${steps.inText}::integer + ${rankBy(whole, 0)}
    ELSE ${rankBy(unfinished, 0)} END::integer`;
  const ofNamed = sql`named AS MATERIALIZED (
    SELECT node_id, kind, sort_key, ${rankOfNamed} AS rank, false AS in_text FROM (${named.rows}) AS candidate)`;
  const withTexts = kinds.includes('NewsItem');
  const ofTexts = sql`
    SELECT node_id, 'NewsItem' AS kind, sort_key, ${rankInText} AS rank, true AS in_text
    FROM (${inTexts.rows}) AS candidate`;
  const entries = [
    asQueries(query),
    ...(few ? [few] : []),
    ...named.entries,
    ofNamed,
    ...(withTexts ? inTexts.entries : []),
  ];
  return {
    entries: sql`WITH ${join(entries)}`,
    hits: withTexts ? sql`SELECT * FROM named UNION ALL ${ofTexts}` : sql`SELECT * FROM named`,
  };
}

/** The nodes whose names are similar to a query. */
const hitsByLikeness = ({ query, kinds, where }: SearchRequest) => sql`
  SELECT node_id, kind, sort_key, likeness AS rank, false AS in_text
  FROM searchable, LATERAL (
    SELECT (max(greatest(similarity(fold(${query}), other), word_similarity(fold(${query}), other) * 0.9)) * 1e6)::integer
      AS likeness
    FROM unnest(names) AS other
  ) AS best
  WHERE kind <> 'NewsItem' AND ${all([...ofKinds(kinds), ...filtersOn(kinds, where)])} AND likeness >= ${leastLikeness * 1e6}::integer`;

/** One page of results, plus one node that shows whether there is a next page. */
export function searchStatement(request: SearchRequest, mode: SearchMode): Sql {
  const { size, after } = request;
  const beyond = after
    ? sql`(rank, sort_key, node_id) < (${after.rank}::integer, ${after.sortKey}::text, ${after.id}::uuid)`
    : sql`true`;
  const { entries, hits } =
    mode === 'words' ? hitsByWords(request, beyond) : { entries: sql``, hits: hitsByLikeness(request) };
  return sql`${entries}
    SELECT node_id AS id, kind, rank, sort_key AS "sortKey", in_text AS "inText" FROM (${hits}) AS hit
    WHERE ${beyond} ORDER BY rank DESC, sort_key DESC, node_id DESC LIMIT ${size + 1}`;
}

/** Marks around matching words: private-use characters, which are removed from the text first. */
export const marks = { start: '\u{e000}', end: '\u{e001}' };

const marked = `StartSel=${marks.start}, StopSel=${marks.end}`;
const wholeText = `HighlightAll=true, ${marked}`;
const passage = `MaxFragments=1, MinWords=15, MaxWords=40, ${marked}`;

/**
 * Returns each text with marks around the words of the query, whether it matches by itself, and its similarity to the
 * query; then a passage from the body of each news item.
 */
export function highlightStatement(query: string, texts: readonly string[], newsItemIds: readonly string[]): Sql {
  const headline = (options: string) => sql`ts_headline(
    CASE WHEN text ~ '[\u0400-\u04FF]' THEN 'graph_russian' ELSE 'graph_english' END::regconfig, text, ${unfinished}, ${options})`;
  return sql`
    WITH ${asQueries(query)}
    SELECT * FROM (
      SELECT place, ${headline(wholeText)} AS marked,
        (search_stems(text) || to_tsvector('graph_words', text)) @@ ${unfinished} AS matches,
        greatest(similarity(fold(${query}), fold(text)), word_similarity(fold(${query}), fold(text)) * 0.9) AS likeness
      FROM unnest(${list(texts)}::text[]) WITH ORDINALITY AS given(text, place)
      UNION ALL
      SELECT ${texts.length}::bigint + place, ${headline(passage)}, true, 0
      FROM unnest(${list(newsItemIds)}::uuid[]) WITH ORDINALITY AS given(id, place), LATERAL (
        SELECT coalesce(translate((
          SELECT body FROM ${name(filterOf('NewsItem').table)} AS item WHERE item.id = given.id
        ), ${marks.start + marks.end}, ''), '') AS text
      ) AS own
    ) AS explained ORDER BY place`;
}
