/** Documents that clients request by id, from a manifest that is generated when the clients are built. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { GraphQLError, parse } from 'graphql';

export interface TrustedDocuments {
  /** The documents by id. */
  byId: ReadonlyMap<string, string>;
  /** Whether a text is a trusted document. */
  has(text: string): boolean;
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Reads a manifest: an object of documents by id, as GraphQL Code Generator and Relay write it, or a manifest of
 * Apollo's `generate-persisted-query-manifest`. Ids that are SHA-256 hashes,
 * with or without `sha256:` before them, must be that of their document. A byte order mark is ignored.
 * @throws Error that describes what is wrong with the file
 */
export async function readTrustedDocuments(path: string): Promise<TrustedDocuments> {
  const manifest: unknown = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  const entries = entriesOf(manifest);
  for (const [id, text] of entries) {
    if (typeof text !== 'string') throw new Error(`the document "${id}" is no text`);
    const declared = /^(?:sha256:)?([0-9a-f]{64})$/.exec(id)?.[1];
    if (declared !== undefined && declared !== digest(text))
      throw new Error(`"${id}" is not the SHA-256 of its document`);
    try {
      parse(text, { noLocation: true });
    } catch (fault) {
      throw new Error(`the document "${id}" cannot be parsed: ${(fault as Error).message}`, { cause: fault });
    }
  }
  const byId = new Map(entries as [string, string][]);
  const texts = new Set(byId.values());
  return { byId, has: (text) => texts.has(text) };
}

function entriesOf(manifest: unknown): [string, unknown][] {
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest))
    throw new Error('it is no JSON object');
  if (!('operations' in manifest && Array.isArray(manifest.operations))) return Object.entries(manifest);
  return manifest.operations.map((operation: { id?: unknown; body?: unknown } | null): [string, unknown] => {
    if (typeof operation?.id !== 'string') throw new Error('an operation has no id');
    return [operation.id, operation.body];
  });
}

/** How a request names its document. */
export interface Named {
  query?: unknown;
  documentId?: unknown;
  extensions?: unknown;
}

/**
 * Returns the manifest document that a request names, if any: by `documentId`, as in the persisted documents of GraphQL
 * over HTTP, or by the hash of Apollo's persisted queries.
 * @throws GraphQLError for an unknown `documentId`
 */
export function documentOf(named: Named, documents: TrustedDocuments | undefined): string | undefined {
  const { documentId, extensions } = named;
  if (documentId !== undefined && documentId !== null) {
    if (named.query != null) throw badRequest('Expected either "query" or "documentId", got both.');
    const text = typeof documentId === 'string' ? find(documents, documentId) : undefined;
    if (text === undefined) {
      throw new GraphQLError('The document of this "documentId" is not known here.', {
        extensions: { code: 'PERSISTED_QUERY_NOT_FOUND', http: { status: 400 } },
      });
    }
    return text;
  }
  const hash = (extensions as { persistedQuery?: { sha256Hash?: unknown } } | null | undefined)?.persistedQuery
    ?.sha256Hash;
  return named.query == null && typeof hash === 'string' ? find(documents, hash) : undefined;
}

const find = (documents: TrustedDocuments | undefined, id: string) =>
  documents?.byId.get(id) ?? documents?.byId.get(id.startsWith('sha256:') ? id.slice(7) : `sha256:${id}`);

const badRequest = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });

/** The error of a document outside the manifest if only trusted documents are allowed. */
export const notTrusted = () =>
  new GraphQLError('This server answers trusted documents only. Expected the id of one in "documentId".', {
    extensions: { code: 'FORBIDDEN', http: { status: 403 } },
  });
