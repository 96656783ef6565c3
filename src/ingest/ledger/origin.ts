/** The origin of a node and of each of its edges: the run, file and line that added them. */
import type { EntityManager } from 'typeorm';
import { kindOfId, type NodeKind } from '../../graph/node-id.js';
import { columnName } from '../../graph/entity-columns.js';
import { nounOf, nouns } from '../../graph/nouns/declare.js';
import { columnOf, imageOf, tableOf } from '../writer/journal.js';
import { describeEdges, type DescribedEdge } from './describe-changes.js';

/** An entry of the journal. */
export interface Origin {
  run: number;
  file: string;
  line: number | null;
  /** SHA-256 of the file, if it was read to its end. */
  sha256: string | null;
}

export interface NodeOrigin {
  node: { kind: NodeKind; key: string; id: string };
  /** The page from which a news item or an event was taken. */
  sourceUrl: string | null;
  /** What added the node; null if it predates the ledger. */
  origin: Origin | null;
  /** What changed it since, in order. */
  changes: Origin[];
  edges: (DescribedEdge & { origin: Origin | null })[];
}

interface Image {
  row: Record<string, unknown>;
  [table: string]: unknown;
}
type JournalEntry = Origin & { before: Image | null };

/** Returns the origins of the nodes with this slug or id. Nodes of several kinds may share a slug. */
export async function originsOf(manager: EntityManager, key: string): Promise<NodeOrigin[]> {
  const origins: NodeOrigin[] = [];
  for (const { kind, key: own } of nouns()) {
    const column = kindOfId(key) ? 'id' : `${columnName(own)}::text`;
    const rows = await manager.query<{ id: string; now: Image }[]>(
      `SELECT n.id, ${imageOf(manager, kind)} AS now FROM ${tableOf(manager, kind)} AS n WHERE n.${column} = $1`,
      [key],
    );
    for (const { id, now } of rows) origins.push(await originOf(manager, kind, id, now));
  }
  return origins;
}

async function originOf(manager: EntityManager, kind: NodeKind, id: string, now: Image): Promise<NodeOrigin> {
  const journal = await manager.query<JournalEntry[]>(
    `SELECT c.run_id AS run, f.path AS file, c.line, f.sha256, c.before
     FROM import_change AS c JOIN import_file AS f ON f.id = c.file_id WHERE c.node_id = $1 ORDER BY c.seq`,
    [id],
  );
  const [first, ...later] = journal;
  const isFirstOfNode = first?.before === null;
  const edges = edgesOf(manager, kind, now);
  const described = await describeEdges(manager, edges);
  return {
    node: { kind, key: String(now.row[columnName(nounOf(kind).key)]), id },
    sourceUrl: (now.row['source_url'] as string | null | undefined) ?? null,
    origin: first && isFirstOfNode ? asOrigin(first) : null,
    changes: (isFirstOfNode ? later : journal).map(asOrigin),
    edges: described.map((edge, i) => ({ ...edge, origin: originOfEdge(manager, kind, journal, edges[i]!) })),
  };
}

const asOrigin = ({ run, file, line, sha256 }: JournalEntry): Origin => ({ run, file, line, sha256 });

type Edge = Parameters<typeof describeEdges>[1][number];

/** The last entry before which the edge did not exist. */
function originOfEdge(manager: EntityManager, kind: NodeKind, journal: readonly JournalEntry[], { field, id }: Edge) {
  const isMissing = ({ before }: JournalEntry) =>
    before === null || !edgesOf(manager, kind, before).some((edge) => edge.field === field && edge.id === id);
  const entry = [...journal].reverse().find(isMissing);
  return entry ? asOrigin(entry) : null;
}

/** The edges of a node in an image of it. */
function edgesOf(manager: EntityManager, kind: NodeKind, image: Image): Edge[] {
  const { entity, single, lists, foundLists } = nounOf(kind);
  const row = manager.dataSource.getMetadata(entity);
  const singles = Object.entries(single).flatMap(([field, { property, to }]) => {
    const id = image.row[columnOf(row, property)];
    return typeof id === 'string' ? [{ field, kind: to, id }] : [];
  });
  const many = Object.entries({ ...lists, ...foundLists }).flatMap(([field, { entity: link, far, to }]) => {
    if (field === 'countryMentions') return [];
    const metadata = manager.dataSource.getMetadata(link);
    return [...(image[metadata.tableName] as Record<string, unknown>[])]
      .sort((a, b) => Number(a['position']) - Number(b['position']))
      .map((one) => ({ field, kind: to, id: String(one[columnOf(metadata, far)]) }));
  });
  return [...singles, ...many];
}
