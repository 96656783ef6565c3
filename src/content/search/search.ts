/** Search: a page of nodes with the words of a query, or with similar names. */
import type { GraphContext } from '../../graph/context.js';
import { BadUserInputError } from '../../graph/errors.js';
import type { NodeKind } from '../../graph/node-id.js';
import { decodeCursor, encodeCursor, fingerprint } from '../../graph/pages/cursor.js';
import type { PageInfo } from '../../graph/pages/connection-types.js';
import type { Reader } from '../../graph/sql.js';
import type { AnswerDependencies } from '../../graph/dependencies.js';
import { checkedSearch } from '../../graph/where/search-text.js';
import type { FoundNode, FoundRow } from './search.highlights.js';
import { correct } from './correction.js';
import type { SearchFilters } from './search.candidates.js';
import { searchStatement, type Hit, type Place, type SearchMode, type SearchRequest } from './search.statement.js';
import { SearchType } from './search.type.js';

export interface FoundPage {
  edges: FoundNode[];
  nodes: FoundRow[];
  pageInfo: PageInfo;
  isApproximate: boolean;
  correctedQuery: string | null;
}

interface Asked {
  query: string;
  kinds: readonly NodeKind[];
  where: SearchFilters;
  size: number;
  after: string | undefined;
}

/** Reads a page of search results. @throws BadUserInputError */
export async function search(context: GraphContext, { query, kinds, where, size, after }: Asked): Promise<FoundPage> {
  const print = fingerprint(['search', query, kinds, where]);
  const request = {
    query: checkedSearch('query', query),
    kinds,
    where,
    size,
    after: after === undefined ? undefined : placeOf(after, print),
  };
  const { hits, mode, corrected } = await find(context, request);
  const found = await Promise.all(
    hits.slice(0, size).map(async (hit) => {
      const node = (await context.nodeSources.get(hit.kind)?.keys['id']?.(hit.id, context)) as FoundRow | undefined;
      const cursor = cursorOf(hit, mode, corrected, print);
      return node && { cursor, node, query: corrected || query, mode, inText: hit.inText };
    }),
  );
  const edges = found.filter((edge) => edge !== undefined);
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: hits.length > size,
      hasPreviousPage: after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    isApproximate: (mode === 'likeness' || corrected !== '') && edges.length > 0,
    correctedQuery: edges.length > 0 && corrected !== '' ? corrected : null,
  };
}

interface Findings {
  hits: Hit[];
  mode: SearchMode;
  corrected: string;
}

/** Searches and records the dependencies of the answer. */
async function find(context: GraphContext, request: SearchRequest): Promise<Findings> {
  const findings = await look(context.reader, request);
  recordDependencies(context.dependencies, request, findings);
  return findings;
}

/**
 * A complete result depends on the nodes of the requested kinds, within their filters. A partial one also depends on
 * how many other nodes are among the latest, which are searched first; a correction depends on the words of all nodes.
 */
function recordDependencies(
  dependencies: AnswerDependencies,
  { kinds, where, size, after }: SearchRequest,
  { hits, mode, corrected }: Findings,
): void {
  const isComplete = mode === 'words' && corrected === '' && !after && hits.length > 0 && hits.length <= size;
  for (const kind of isComplete ? kinds : Object.values(SearchType)) {
    dependencies.list({ kind, where: isComplete ? where[kind] : undefined, parent: undefined, part: 'page' });
  }
}

/**
 * Tries the words as typed; if nothing matches, the words with typos corrected; then names similar to the whole query.
 * Later pages use the mode of the first page.
 */
async function look(reader: Reader, request: SearchRequest): Promise<Findings> {
  const attempt = async (mode: SearchMode, corrected: string): Promise<Findings> => {
    const query = corrected || request.query;
    return { hits: await reader.rows<Hit>(searchStatement({ ...request, query }, mode)), mode, corrected };
  };
  if (request.after) return attempt(request.after.mode, request.after.corrected);
  const asTyped = await attempt('words', '');
  if (asTyped.hits.length > 0) return asTyped;
  const corrected = await correct(reader, request.query);
  const asCorrected = corrected === undefined ? asTyped : await attempt('words', corrected);
  return asCorrected.hits.length > 0 ? asCorrected : attempt('likeness', '');
}

const cursorOf = ({ id, rank, sortKey }: Hit, mode: SearchMode, corrected: string, print: string) =>
  encodeCursor(print, { id, keys: [mode, rank, sortKey, corrected] });

function placeOf(cursor: string, print: string): Place {
  const { id, keys } = decodeCursor('after', cursor, print, ['string', 'number', 'string', 'string']);
  const [mode, rank, sortKey, corrected] = keys as [string, number, string, string];
  if (mode !== 'words' && mode !== 'likeness') {
    throw new BadUserInputError('after: expected a cursor issued by this server, got something else.');
  }
  return { id, mode, rank, sortKey, corrected: checkedSearch('after', corrected) };
}
