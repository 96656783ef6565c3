/** Writes the records of all nouns but news. */
import type { EntityManager } from 'typeorm';
import type { Chairpersonship } from '../../content/chairpersonship/chairpersonship.entity.js';
import { CountryEntity } from '../../content/country/country.entity.js';
import { EventSeries } from '../../content/event-series/event-series.entity.js';
import type { Event, EventFieldOfWorkEntity } from '../../content/event/event.entity.js';
import { FieldOfWork, type Dimension } from '../../content/field-of-work/field-of-work.entity.js';
import { OfficeEntity, type OfficePredecessorEntity } from '../../content/office/office.entity.js';
import type { Project, ProjectSupporterEntity } from '../../content/project/project.entity.js';
import { nodeId, type NodeKind } from '../../graph/node-id.js';
import type { Row } from '../nouns.js';
import type { ContentRecord, NewsItemRecord } from '../record.js';
import { ChangeLog, type Outcome } from './changes.js';
import type { Directory } from './directory.js';
import type { Origin } from './journal.js';
import type { SluggedKind } from './references.js';
import { syncNodes, type Wanted } from './sync.js';

type ReferenceRecord = Exclude<ContentRecord, NewsItemRecord>;
type RecordOf<Type extends ReferenceRecord['type']> = Extract<ReferenceRecord, { type: Type }>;

export interface ReferenceEntry {
  record: ReferenceRecord;
  /** Line of the file. */
  line?: number;
}

/**
 * Writes records, each of another node, in the order in which they can refer to each other.
 * @returns what became of each
 * @throws UnknownSlugError
 */
export async function writeReference(
  manager: EntityManager,
  entries: readonly ReferenceEntry[],
  directory: Directory,
  origin: Origin | undefined,
): Promise<Outcome[]> {
  const records = entries.map(({ record }) => record);
  const of = <Type extends ReferenceRecord['type']>(...types: Type[]) =>
    records.filter((record): record is RecordOf<Type> => (types as string[]).includes(record.type));
  const lines = new Map(entries.map(({ record, line }) => [record, line]));
  const write = new ReferenceWriter(manager, directory, lines, origin);
  await write.countries(of('ParticipatingState', 'PartnerForCooperation'));
  await write.offices(of('OrganizationBody', 'Institution', 'SecretariatDepartment', 'FieldOperation'));
  await write.fieldsOfWork(of('FieldOfWork'));
  await write.eventSeries(of('EventSeries'));
  await write.chairpersonships(of('Chairpersonship'));
  await write.events(of('Event'));
  await write.projects(of('Project'));
  return records.map((record) => write.outcomeOf(record));
}

class ReferenceWriter {
  private readonly log = new ChangeLog();
  private readonly ids = new Map<ReferenceRecord, string>();

  constructor(
    private readonly manager: EntityManager,
    private readonly directory: Directory,
    private readonly lines: ReadonlyMap<ReferenceRecord, number | undefined>,
    private readonly origin: Origin | undefined,
  ) {}

  outcomeOf(record: ReferenceRecord): Outcome {
    const id = this.ids.get(record)!;
    const change = this.log.get(id);
    return { id, ...(change && { change }) };
  }

  async countries(records: readonly RecordOf<'ParticipatingState' | 'PartnerForCooperation'>[]): Promise<void> {
    const bare = records.map((record): Omit<CountryEntity, 'position'> => ({
      ...this.identity('Country', record),
      type: record.type,
      name: record.name,
      names: record.names ?? [],
      isoCode: record.isoCode,
      isoCode3: record.isoCode3,
      capital: record.capital,
      joinedOn: record.joinedOn ?? null,
      partnership: record.partnership ?? null,
      partnerSince: record.partnerSince ?? null,
      partnerUntil: record.partnerUntil ?? null,
      note: record.note ?? null,
    }));
    await this.write({ kind: 'Country', rows: await this.placed(CountryEntity, bare, records) });
  }

  async offices(
    records: readonly RecordOf<'OrganizationBody' | 'Institution' | 'SecretariatDepartment' | 'FieldOperation'>[],
  ): Promise<void> {
    const bare = records.map((record): Omit<OfficeEntity, 'position'> => ({
      ...this.identity('Office', record),
      type: record.type,
      name: record.name,
      names: record.names ?? [],
      shortName: record.shortName ?? null,
      status: record.status,
      establishedOn: record.establishedOn ?? null,
      closedOn: record.closedOn ?? null,
      city: record.city ?? null,
      hostCountryId: record.hostCountry === undefined ? null : this.directory.require('Country', record.hostCountry),
      parentId: null,
      note: record.note ?? null,
    }));
    // Offices refer to each other: all must be known before the first reference is followed.
    for (const row of bare) this.directory.add('Office', row);
    const joined = bare.map((row, i) => ({ ...row, parentId: this.office(records[i]!.parent) }));
    const rows = await this.placed(OfficeEntity, joined, records);
    const parentsFirst = [...rows].sort((a, b) => Number(a.parentId !== null) - Number(b.parentId !== null));
    const predecessors = rows.flatMap(({ id }, i) =>
      (records[i]!.predecessors ?? []).map((slug, position): OfficePredecessorEntity => ({
        officeId: id,
        predecessorId: this.directory.require('Office', slug),
        position,
      })),
    );
    await this.write({ kind: 'Office', rows: parentsFirst, links: { predecessors } });
  }

  async fieldsOfWork(records: readonly RecordOf<'FieldOfWork'>[]): Promise<void> {
    const bare = records.map((record): Omit<FieldOfWork, 'position'> => ({
      ...this.identity('FieldOfWork', record),
      name: record.name,
      names: record.names ?? [],
      dimension: record.dimension as Dimension,
      note: record.note ?? null,
    }));
    await this.write({ kind: 'FieldOfWork', rows: await this.placed(FieldOfWork, bare, records) });
  }

  async eventSeries(records: readonly RecordOf<'EventSeries'>[]): Promise<void> {
    const bare = records.map((record): Omit<EventSeries, 'position'> => ({
      ...this.identity('EventSeries', record),
      name: record.name,
      names: record.names ?? [],
      note: record.note ?? null,
    }));
    await this.write({ kind: 'EventSeries', rows: await this.placed(EventSeries, bare, records) });
  }

  async chairpersonships(records: readonly RecordOf<'Chairpersonship'>[]): Promise<void> {
    const rows = records.map((record): Chairpersonship => ({
      id: this.known(record, nodeId('Chairpersonship', String(record.year))),
      year: record.year,
      countryId: record.country === undefined ? null : this.directory.require('Country', record.country),
      heldBy: record.heldBy,
      chairs: record.chairs,
      note: record.note ?? null,
    }));
    await this.write({ kind: 'Chairpersonship', rows });
  }

  async events(records: readonly RecordOf<'Event'>[]): Promise<void> {
    const rows = records.map((record): Event => ({
      ...this.identity('Event', record),
      title: record.title,
      startsOn: record.startsOn ?? null,
      endsOn: record.endsOn ?? null,
      city: record.city ?? null,
      countryId: record.country === undefined ? null : this.directory.require('Country', record.country),
      seriesId: record.series === undefined ? null : this.directory.require('EventSeries', record.series),
      edition: record.edition ?? null,
      sourceUrl: record.sourceUrl ?? null,
      note: record.note ?? null,
    }));
    const fieldsOfWork = rows.flatMap(({ id }, i) =>
      (records[i]!.fieldsOfWork ?? []).map((slug, position): EventFieldOfWorkEntity => ({
        eventId: id,
        fieldOfWorkId: this.directory.require('FieldOfWork', slug),
        position,
      })),
    );
    await this.write({ kind: 'Event', rows, links: { fieldsOfWork } });
  }

  async projects(records: readonly RecordOf<'Project'>[]): Promise<void> {
    const rows = records.map((record): Project => ({
      ...this.identity('Project', record),
      name: record.name,
      names: record.names ?? [],
      note: record.note ?? null,
    }));
    const supportedBy = rows.flatMap(({ id }, i) =>
      records[i]!.supportedBy.map((slug, position): ProjectSupporterEntity => ({
        projectId: id,
        countryId: this.directory.require('Country', slug),
        position,
      })),
    );
    await this.write({ kind: 'Project', rows, links: { supportedBy } });
  }

  private identity(kind: SluggedKind, record: Exclude<ReferenceRecord, RecordOf<'Chairpersonship'>>) {
    const { slug, formerSlugs = [], id } = record;
    return { id: this.known(record, this.directory.identify(kind, slug, formerSlugs, id)), slug, formerSlugs };
  }

  private known(record: ReferenceRecord, id: string): string {
    this.ids.set(record, id);
    return id;
  }

  /** Rows in their places: the one that a record names, else the one that the node has, else after all others. */
  private async placed<Row extends { id: string; position: number }>(
    entity: new () => Row,
    bare: readonly Omit<Row, 'position'>[],
    records: readonly { position?: number }[],
  ): Promise<Row[]> {
    if (bare.length === 0) return [];
    const stored = await this.manager.find<{ id: string; position: number }>(entity, {
      select: { id: true, position: true },
    });
    const places = new Map(stored.map(({ id, position }) => [id, position]));
    let last = Math.max(-1, ...places.values(), ...records.map(({ position = -1 }) => position));
    return bare.map((row, i) => {
      const position = records[i]!.position ?? places.get((row as { id: string }).id) ?? (last += 1);
      return { ...row, position } as unknown as Row;
    });
  }

  private office(slug: string | undefined): string | null {
    return slug === undefined ? null : this.directory.require('Office', slug);
  }

  private async write(wanted: Wanted): Promise<void> {
    const lines = new Map([...this.ids].flatMap(([record, id]) => [[id, this.lines.get(record)!]]));
    await syncNodes(this.manager, wanted, this.log, lines, this.origin);
    if (!isSlugged(wanted.kind)) return;
    for (const row of wanted.rows) this.directory.add(wanted.kind, row as Row & Parameters<Directory['add']>[1]);
  }
}

const isSlugged = (kind: NodeKind): kind is SluggedKind => kind !== 'Chairpersonship' && kind !== 'NewsItem';
