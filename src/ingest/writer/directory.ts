/** Where records find the nodes that they name: ids by slug, present or former. */
import type { EntityManager } from 'typeorm';
import { tableOf } from '../../graph/entity-columns.js';
import { nodeId, type NodeKind } from '../../graph/node-id.js';
import { derived } from '../../graph/nouns/declare.js';
import type { ContentRecord } from '../record.js';
import { referencesOf, slugsOf, type Reference } from './references.js';

/** A record names a node that the graph does not have. */
export class UnknownSlugError extends Error {
  constructor(kind: NodeKind, slug: string) {
    super(`There is no ${kind} with the slug "${slug}".`);
  }
}

/** A record gives a node an id, and its slug is that of another node. */
export class ConflictingIdError extends Error {
  constructor(kind: NodeKind, slug: string, id: string) {
    super(`The ${kind} with the slug "${slug}" has the id ${id}.`);
  }
}

const lookup = derived((nouns) => {
  const nameable = nouns.filter(({ isNameable }) => isNameable);
  return {
    kinds: nameable.map(({ kind }) => kind),
    statement: nameable
      .map(
        ({ kind, entity }, i) => `SELECT '${kind}' AS kind, id, slug, former_slugs FROM ${tableOf(entity)}
      WHERE slug = ANY ($${i + 1}::text[]) OR former_slugs && $${i + 1}::text[]`,
      )
      .join(' UNION ALL '),
  };
});

export class Directory {
  private readonly ids = new Map<string, string>();

  /** Reads the nodes that the records are of, and those that they name. */
  static async open(manager: EntityManager, records: readonly ContentRecord[]): Promise<Directory> {
    const { kinds, statement } = lookup();
    const asked = new Map<NodeKind, Set<string>>(kinds.map((kind) => [kind, new Set()]));
    for (const record of records) {
      for (const [kind, slug] of [...slugsOf(record), ...referencesOf(record)]) asked.get(kind)!.add(slug);
    }
    const rows = await manager.query<{ kind: NodeKind; id: string; slug: string; former_slugs: string[] }[]>(
      statement,
      kinds.map((kind) => [...asked.get(kind)!]),
    );
    const directory = new Directory();
    for (const { kind, id, slug, former_slugs } of rows) directory.add(kind, { id, slug, formerSlugs: former_slugs });
    return directory;
  }

  add(kind: NodeKind, { id, slug, formerSlugs }: { id: string; slug: string; formerSlugs: string[] }): void {
    this.ids.set(`${kind} ${slug}`, id);
    // A slug that one node had before and another has now is that of the other.
    for (const key of formerSlugs) if (!this.ids.has(`${kind} ${key}`)) this.ids.set(`${kind} ${key}`, id);
  }

  /**
   * The id of a node, or that which it will have: a node keeps its id when its slug changes.
   * @throws ConflictingIdError
   */
  identify(kind: NodeKind, slug: string, formerSlugs: readonly string[] = [], given?: string): string {
    const known = [slug, ...formerSlugs].map((key) => this.ids.get(`${kind} ${key}`)).find((id) => id !== undefined);
    if (given !== undefined && known !== undefined && given !== known) throw new ConflictingIdError(kind, slug, known);
    return given ?? known ?? nodeId(kind, slug);
  }

  has(...[kind, slug]: Reference): boolean {
    return this.ids.has(`${kind} ${slug}`);
  }

  /** @throws UnknownSlugError */
  require(kind: NodeKind, slug: string): string {
    const id = this.ids.get(`${kind} ${slug}`);
    if (id === undefined) throw new UnknownSlugError(kind, slug);
    return id;
  }
}
