/**
 * What an answer was made of, noted while it is made: the nodes that were read or looked for, and the lists with their
 * conditions. From it can be told whether a change of the content changes the answer (see invalidates.ts). The catalogue is
 * not noted: an answer belongs to the snapshot that it was made with.
 */
import type { Direction } from './edges.js';
import type { NodeKind } from './node-id.js';
import type { FilterInput } from './where/compile.js';

/** Where a row stands in a list by date: its date key and its id. */
export type Place = readonly [key: string, id: string];

/** A list that was read: one page of it, the number of its nodes, or how often they have the values of some fields. */
export interface ListDependency {
  kind: NodeKind;
  where: FilterInput | undefined;
  parent: { id: string; direction: Direction } | undefined;
  part: 'page' | 'count' | 'values';
  /** For values: the fields, by their names in the filter. */
  fields?: readonly string[];
  /** For a page in the order of dates: the places between which a change can be seen. An open end is undefined. */
  window?: { low: Place | undefined; high: Place | undefined };
}

/** Beyond, it is not worth it to tell changes apart. */
const mostNoted = 2_000;

export class AnswerDependencies {
  /** How often anything but the catalogue was asked for. */
  count = 0;
  /** Nodes that were read, looked for in vain, or whose links were read. */
  readonly ids = new Set<string>();
  /** Slugs by which nodes were looked for. */
  readonly slugs = new Set<string>();
  readonly lists: ListDependency[] = [];
  /** Nodes of which all edges were looked at, whatever node they lead to. */
  readonly walked = new Set<string>();
  /** Tables of edges that were read as a whole. */
  readonly tables = new Set<string>();
  /** Something was read of which is not known by what it changes. */
  everything = false;
  /** The answer is of this day only. */
  day = false;
  /** The answer is all that was asked for, without errors. */
  complete = false;

  /** Whether edges were read as such, which change at either end and in tables of many kinds. */
  get hasEdges(): boolean {
    return this.walked.size + this.tables.size > 0;
  }

  list(use: ListDependency): void {
    this.lists.push(use);
    this.everything ||= this.lists.length > mostNoted;
  }

  nodes(ids: Iterable<string>): void {
    for (const id of ids) this.ids.add(id);
    this.everything ||= this.ids.size > mostNoted;
  }

  /** @param tables where the edges stand: of too many nodes only these are noted */
  edgesOf(ids: ReadonlySet<string> | ReadonlyMap<string, unknown>, tables: Iterable<string>): void {
    if (this.walked.size + ids.size <= mostNoted) for (const id of ids.keys()) this.walked.add(id);
    else for (const table of tables) this.tables.add(table);
  }
}
