/**
 * The dependencies of an answer, recorded while it is built: the nodes that were read or looked up, and the lists with
 * their conditions. They decide whether a content change invalidates the answer (see invalidation.ts). The reference
 * cache is not recorded: an answer belongs to the snapshot it was built from.
 */
import type { Direction } from './edges.js';
import type { NodeKind } from './node-id.js';
import type { FilterInput } from './where/compile.js';

/** Position of a row in a list by date: its date key and its id. */
export type Place = readonly [key: string, id: string];

/** A list that was read: a page, the count of its nodes, or the counts of the values of some fields. */
export interface ListDependency {
  kind: NodeKind;
  where: FilterInput | undefined;
  parent: { id: string; direction: Direction } | undefined;
  part: 'page' | 'count' | 'values';
  /** For values: the fields, by their filter names. */
  fields?: readonly string[];
  /** For a page in date order: the range in which a change is visible. Undefined for an open end. */
  window?: { low: Place | undefined; high: Place | undefined };
}

/** Above this number, tracking single changes is not worth its cost: every change invalidates the answer. */
const mostNoted = 2_000;

export class AnswerDependencies {
  /** How often anything but the reference cache was used. */
  count = 0;
  /** Nodes that were read, looked up without a result, or whose links were read. */
  readonly ids = new Set<string>();
  /** Slugs that were looked up. */
  readonly slugs = new Set<string>();
  readonly lists: ListDependency[] = [];
  /** Nodes of which all edges were read, to any node. */
  readonly walked = new Set<string>();
  /** Edge tables that were read as a whole. */
  readonly tables = new Set<string>();
  /** Something was read whose changes are not tracked. */
  everything = false;
  /** The answer is valid for this day only. */
  day = false;
  /** The answer is complete, without errors. */
  complete = false;

  /** Whether edges were read directly. They change at either end, and in the tables of many kinds. */
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

  /** @param tables of the edges; recorded instead of the nodes if there are too many */
  edgesOf(ids: ReadonlySet<string> | ReadonlyMap<string, unknown>, tables: Iterable<string>): void {
    if (this.walked.size + ids.size <= mostNoted) for (const id of ids.keys()) this.walked.add(id);
    else for (const table of tables) this.tables.add(table);
  }
}
