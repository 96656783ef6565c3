/** Slugs by id of all nodes that records name. */
import type { EntityManager } from 'typeorm';
import { nouns } from '../../graph/nouns/declare.js';

export class Slugs {
  private constructor(private readonly slugs: ReadonlyMap<string, string>) {}

  static async open(manager: EntityManager): Promise<Slugs> {
    const slugs = new Map<string, string>();
    const named = new Set(
      nouns().flatMap(({ single, lists }) => Object.values({ ...single, ...lists }).map(({ to }) => to)),
    );
    for (const { kind, entity } of nouns()) {
      if (!named.has(kind)) continue;
      const rows = await manager.find<{ id: string; slug: string }>(entity as never, {
        select: { id: true, slug: true },
      });
      for (const { id, slug } of rows) slugs.set(id, slug);
    }
    return new Slugs(slugs);
  }

  of(id: string | null): string | undefined {
    return id === null ? undefined : this.slugs.get(id);
  }
}
