/** Where records find the nodes that they name: ids by slug, present or former. */
import type { EntityManager } from 'typeorm';
import { CountryEntity } from '../../content/country/country.entity.js';
import { EventSeries } from '../../content/event-series/event-series.entity.js';
import { Event } from '../../content/event/event.entity.js';
import { FieldOfWork } from '../../content/field-of-work/field-of-work.entity.js';
import { OfficeEntity } from '../../content/office/office.entity.js';
import { Project } from '../../content/project/project.entity.js';
import { nodeId, type NodeKind } from '../../graph/node-id.js';

const tables = {
  Country: CountryEntity,
  Office: OfficeEntity,
  FieldOfWork,
  EventSeries,
  Event,
  Project,
} as const;

export type SluggedKind = keyof typeof tables;

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

export class Directory {
  private readonly ids = new Map<string, string>();

  static async open(manager: EntityManager): Promise<Directory> {
    const directory = new Directory();
    for (const kind of Object.keys(tables) as SluggedKind[]) await directory.read(manager, kind);
    return directory;
  }

  private async read(manager: EntityManager, kind: SluggedKind): Promise<void> {
    const rows = await manager.find<{ id: string; slug: string; formerSlugs: string[] }>(tables[kind], {
      select: { id: true, slug: true, formerSlugs: true },
    });
    for (const row of rows) this.add(kind, row);
  }

  add(kind: SluggedKind, { id, slug, formerSlugs }: { id: string; slug: string; formerSlugs: string[] }): void {
    for (const key of [slug, ...formerSlugs]) this.ids.set(`${kind} ${key}`, id);
  }

  /**
   * The id of a node, or that which it will have: a node keeps its id when its slug changes.
   * @throws ConflictingIdError
   */
  identify(kind: SluggedKind, slug: string, formerSlugs: readonly string[] = [], given?: string): string {
    const known = [slug, ...formerSlugs].map((key) => this.ids.get(`${kind} ${key}`)).find((id) => id !== undefined);
    if (given !== undefined && known !== undefined && given !== known) throw new ConflictingIdError(kind, slug, known);
    return given ?? known ?? nodeId(kind, slug);
  }

  has(kind: SluggedKind, slug: string): boolean {
    return this.ids.has(`${kind} ${slug}`);
  }

  /** @throws UnknownSlugError */
  require(kind: SluggedKind, slug: string): string {
    const id = this.ids.get(`${kind} ${slug}`);
    if (id === undefined) throw new UnknownSlugError(kind, slug);
    return id;
  }
}
