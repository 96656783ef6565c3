/** How a client gets the cursor of a row: each kind of server has its own opaque format. */
import type { Place } from './facts';
import type { Ask } from './query';

const forward = '($size: Int!, $at: String) { newsItems(first: $size, after: $at) { pageInfo { endCursor } } }';
const backward = '($size: Int!, $at: String) { newsItems(last: $size, before: $at) { pageInfo { startCursor } } }';
const largestPage = 100;

/** The product: pages from the nearer end of the list to the row. */
export async function graphCursor(ask: Ask, { position }: Place, total: number): Promise<string> {
  const fromEnd = position > total / 2;
  let left = fromEnd ? total - position + 1 : position;
  let at: string | undefined;
  while (left > 0) {
    const size = Math.min(left, largestPage);
    const { newsItems } = await ask(`query${fromEnd ? backward : forward}`, { size, at });
    at = (fromEnd ? newsItems.pageInfo.startCursor : newsItems.pageInfo.endCursor) as string;
    left -= size;
  }
  return at!;
}

/** PostGraphile: clients can skip rows. */
export async function postgraphileCursor(ask: Ask, { position }: Place): Promise<string> {
  const { newsItems } = await ask(
    `query ($skip: Int!) {
      newsItems(first: 1, offset: $skip, orderBy: [ISSUED_KEY_DESC, ROW_ID_DESC]) { pageInfo { endCursor } } }`,
    { skip: position - 1 },
  );
  return newsItems.pageInfo.endCursor as string;
}

/** The servers written for the benchmark: the sort keys of the row, as in tutorials. */
export const plainCursor = ({ issuedKey, id }: Place): string =>
  Buffer.from(JSON.stringify([issuedKey, id])).toString('base64url');
