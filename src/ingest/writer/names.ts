/** The names that the graph knows, and what is made of them. Kept until the database says that a name has changed. */
import type { DataSource, EntityManager } from 'typeorm';
import { CountryEntity } from '../../content/country/country.entity.js';
import { EventSeries } from '../../content/event-series/event-series.entity.js';
import { FieldOfWork } from '../../content/field-of-work/field-of-work.entity.js';
import { OfficeEntity } from '../../content/office/office.entity.js';
import { Project } from '../../content/project/project.entity.js';
import { gazetteerOf, type Gazetteer } from '../gazetteer.js';
import { createLinker, type Linker } from '../linker/index.js';

export interface Names {
  gazetteer: Gazetteer;
  linker: Linker;
  countryIds: ReadonlyMap<string, string>;
  /** Of field operations only: that ODIHR has its seat in Warsaw does not make its news speak of Poland. */
  hosts: ReadonlyMap<string, string>;
}

const kept = new WeakMap<DataSource, { token: string; names: Names }>();

/** The names as they stand in this transaction. */
export async function readNames(manager: EntityManager): Promise<Names> {
  const [{ token } = { token: '' }] = await manager.query<{ token: string }[]>('SELECT token FROM import_names');
  const known = kept.get(manager.dataSource);
  if (known?.token === token) return known.names;
  const names = await readAll(manager);
  kept.set(manager.dataSource, { token, names });
  return names;
}

/** The names as they were when they were last read, if they were: good enough to work ahead with. */
export const lastNames = (connection: DataSource): Names | undefined => kept.get(connection)?.names;

async function readAll(manager: EntityManager): Promise<Names> {
  const countries = await manager.find(CountryEntity);
  const offices = await manager.find(OfficeEntity);
  const fieldsOfWork = await manager.find(FieldOfWork);
  const eventSeries = await manager.find(EventSeries);
  const gazetteer = gazetteerOf({ countries, offices, fieldsOfWork, eventSeries }, await manager.find(Project));
  return {
    gazetteer,
    linker: linkerFor(gazetteer),
    countryIds: new Map(countries.map(({ slug, id }) => [slug, id])),
    hosts: new Map(
      offices.flatMap(({ id, type, hostCountryId }) =>
        type === 'FieldOperation' && hostCountryId ? [[id, hostCountryId]] : [],
      ),
    ),
  };
}

let latest: { names: string; linker: Linker } | undefined;

/** To make a linker takes longer than to write some hundred items, and most databases of a process have the same names. */
function linkerFor(gazetteer: Gazetteer): Linker {
  const names = JSON.stringify(gazetteer);
  if (latest?.names !== names) latest = { names, linker: createLinker(gazetteer) };
  return latest.linker;
}
