/** Search: a page of nodes that have the words of a query, or names that are like them. */
import type { GraphContext } from '../../graph/context.js';
import { BadUserInputError } from '../../graph/errors.js';
import type { NodeKind } from '../../graph/node-id.js';
import { decodeCursor, encodeCursor, fingerprint } from '../../graph/pages/cursor.js';
import type { PageInfo } from '../../graph/pages/connection-types.js';
import { checkedSearch } from '../../graph/where/search-text.js';
import type { FoundRow } from './search.highlights.js';
import { searchStatement, type Hit, type Place, type SearchMode, type SearchRequest } from './search.statement.js';

/** A node with how it was found. */
export interface FoundNode {
  cursor: string;
  node: FoundRow;
  query: string;
  mode: SearchMode;
}

export interface FoundPage {
  edges: FoundNode[];
  nodes: FoundRow[];
  pageInfo: PageInfo;
  isApproximate: boolean;
}

interface Asked {
  query: string;
  kinds: readonly NodeKind[];
  size: number;
  after: string | undefined;
}

/** Reads a page of what a query finds. @throws BadUserInputError */
export async function search(context: GraphContext, { query, kinds, size, after }: Asked): Promise<FoundPage> {
  const print = fingerprint(['search', query, kinds]);
  const request = {
    query: checkedSearch('query', query),
    kinds,
    size,
    after: after === undefined ? undefined : placeOf(after, print),
  };
  const { hits, mode } = await find(context, request);
  const found = await Promise.all(
    hits.slice(0, size).map(async (hit) => {
      const node = await context.nodeSources.get(hit.kind)?.keys['id']?.(hit.id, context);
      return node ? { cursor: cursorOf(hit, mode, print), node: node as FoundRow, query, mode } : undefined;
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
    isApproximate: mode === 'likeness' && edges.length > 0,
  };
}

/** Likeness is asked only when no node has the words. Later pages go on as the first one went. */
async function find(context: GraphContext, request: SearchRequest): Promise<{ hits: Hit[]; mode: SearchMode }> {
  const modes: SearchMode[] = request.after ? [request.after.mode] : ['words', 'likeness'];
  for (const mode of modes) {
    const hits = await context.reader.rows<Hit>(searchStatement(request, mode));
    if (hits.length > 0) return { hits, mode };
  }
  return { hits: [], mode: modes.at(-1)! };
}

const cursorOf = ({ id, rank, sortKey }: Hit, mode: SearchMode, print: string) =>
  encodeCursor(print, { id, keys: [mode, rank, sortKey] });

function placeOf(cursor: string, print: string): Place {
  const { id, keys } = decodeCursor('after', cursor, print, ['string', 'number', 'string']);
  const [mode, rank, sortKey] = keys as [string, number, string];
  if ((mode !== 'words' && mode !== 'likeness') || !Number.isInteger(rank) || Math.abs(rank) > 2_147_483_647) {
    throw new BadUserInputError('after: expected a cursor that this server gave, got a text that is none.');
  }
  return { id, mode, rank, sortKey };
}
