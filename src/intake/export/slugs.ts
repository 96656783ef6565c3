/** Slugs by id of all nodes that records name. */
import type { EntityManager } from 'typeorm';
import { CountryEntity } from '../../content/country/country.entity.js';
import { EventSeries } from '../../content/event-series/event-series.entity.js';
import { Event } from '../../content/event/event.entity.js';
import { FieldOfWork } from '../../content/field-of-work/field-of-work.entity.js';
import { OfficeEntity } from '../../content/office/office.entity.js';
import { Project } from '../../content/project/project.entity.js';

const nameable = [CountryEntity, OfficeEntity, FieldOfWork, EventSeries, Event, Project];

export class Slugs {
  private constructor(private readonly slugs: ReadonlyMap<string, string>) {}

  static async open(manager: EntityManager): Promise<Slugs> {
    const slugs = new Map<string, string>();
    for (const entity of nameable) {
      const rows = await manager.find<{ id: string; slug: string }>(entity, { select: { id: true, slug: true } });
      for (const { id, slug } of rows) slugs.set(id, slug);
    }
    return new Slugs(slugs);
  }

  of(id: string | null): string | undefined {
    return id === null ? undefined : this.slugs.get(id);
  }
}
