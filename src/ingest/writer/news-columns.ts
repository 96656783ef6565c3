/** What of a news item is compared and written: its columns and its links, as the noun declares them. */
import { columnName, columnsOf, tableOf, type EntityColumn } from '../../graph/entity-columns.js';
import { derived, nounOf, type ListEdge, type NodeKind } from '../../graph/nouns/declare.js';

/** Links of news to nodes of another kind. */
export interface NewsEdge {
  /** The field of the noun that leads along them. */
  field: string;
  to: NodeKind;
  /** The property and the staged column that hold the ids at the far end. */
  property: string;
  ids: string;
  table: string;
  /** The column of the link with the id at the far end. */
  far: string;
}

interface NewsColumns {
  /** Of the item itself, `id` first. */
  columns: readonly EntityColumn[];
  edges: readonly NewsEdge[];
  /** Of the edges, those whose ids stand in the links alone. */
  linkedOnly: readonly NewsEdge[];
  /** Fields that a record may give and that are no edges: one value, and lists of texts. */
  scalars: readonly string[];
  lists: readonly string[];
}

const edgeOf = ([field, { entity, far, to }]: [string, ListEdge]): NewsEdge => ({
  field,
  to,
  property: `${far}s`,
  ids: columnName(`${far}s`),
  table: tableOf(entity),
  far: columnName(far),
});

export const newsColumns = derived((): NewsColumns => {
  const { entity, record, lists, foundLists } = nounOf('NewsItem');
  const columns = columnsOf(entity);
  const edges = Object.entries({ ...lists, countries: foundLists['countries']! }).map(edgeOf);
  const plain = Object.entries(record).filter(([field, { names }]) => !names && field !== 'slug');
  return {
    columns,
    edges,
    linkedOnly: edges.filter(({ property }) => !columns.some((own) => own.property === property)),
    scalars: plain.flatMap(([field, { shape }]) => (shape.type === 'array' ? [] : [field])),
    lists: plain.flatMap(([field, { shape }]) => (shape.type === 'array' ? [field] : [])),
  };
});
