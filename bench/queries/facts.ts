/** Arguments of the queries, read from the database: the same for every server and in every run. */
import type { Client } from 'pg';

/** The position of a row in the list of all news, the latest first. */
export interface Place {
  /** Counted from 1: the row before the page. */
  position: number;
  issuedKey: string;
  id: string;
}
export type Places = readonly Place[];

export interface Facts {
  total: number;
  /** Items with edges of every kind. */
  slugs: readonly string[];
  isoCodes: readonly string[];
  fieldsOfWork: readonly string[];
  /** Ids from all news: ten lists of a hundred. */
  idLists: readonly (readonly string[])[];
  /** The row nine tenths down the list: the 90,000th of 100,000. */
  deep: Place;
  /** Every hundredth row of the first thousand. */
  hundreds: Places;
}

export async function readFacts(client: Client): Promise<Facts> {
  const column = async (text: string, values: unknown[] = []) =>
    (await client.query<{ value: string }>(text, values)).rows.map(({ value }) => value);
  const [total] = await column('SELECT count(*) AS value FROM news_item');
  const count = Number(total);
  const ids = await column('SELECT id AS value FROM news_item ORDER BY md5(id::text) LIMIT 1000');
  const place = async (position: number): Promise<Place> => {
    const { rows } = await client.query<{ issuedKey: string; id: string }>(
      'SELECT issued_key AS "issuedKey", id FROM news_item ORDER BY issued_key DESC, id DESC OFFSET $1 LIMIT 1',
      [position - 1],
    );
    return { position, ...rows[0]! };
  };
  const hundreds: Place[] = [];
  for (let position = 100; position < 1000; position += 100) hundreds.push(await place(position));
  return {
    total: count,
    slugs: await column(`
      SELECT slug AS value FROM news_item WHERE id IN (SELECT news_item_id FROM news_item_event)
        AND cardinality(office_ids) > 1 AND cardinality(country_ids) > 1 ORDER BY md5(id::text) LIMIT 10`),
    isoCodes: await column(`
      SELECT iso_code AS value FROM country JOIN news_item_country ON country_id = country.id
      WHERE EXISTS (SELECT FROM office WHERE host_country_id = country.id AND office.type = 'FieldOperation')
      GROUP BY iso_code ORDER BY count(*) DESC, iso_code LIMIT 10`),
    fieldsOfWork: await column(`
      SELECT slug AS value FROM field_of_work JOIN news_item_field_of_work ON field_of_work_id = field_of_work.id
      GROUP BY slug ORDER BY count(*) DESC, slug LIMIT 10`),
    idLists: Array.from({ length: 10 }, (_, list) => ids.slice(list * 100, list * 100 + 100)),
    deep: await place(Math.floor((count * 9) / 1000) * 100),
    hundreds,
  };
}
