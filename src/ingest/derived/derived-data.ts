/**
 * Derived data, maintained by triggers and by the writer: id arrays, dates of links, places and bitmaps, search rows. Each
 * kind declares how to find rows that differ from their source, and how to rebuild them. Neither blocks readers; a rebuild
 * and writers wait for each other.
 */

import { columnsByProperty, tableOf } from '../../graph/entity-columns.js';
import { derived, type Noun } from '../../graph/nouns/declare.js';

export interface DerivedData {
  readonly name: string;
  /** Selects one row for each difference from the source: the node or value in column `what`. */
  readonly differences: string;
  /** Rebuilds it, in one transaction. */
  readonly rebuild: readonly string[];
}

/** Links of news: their table, the column of the far side, and the column of ids that repeats them, if there is one. */
const links = [
  ['news_item_office', 'office_id', 'office_ids'],
  ['news_item_field_of_work', 'field_of_work_id', 'field_of_work_ids'],
  ['news_item_country', 'country_id', 'country_ids'],
  ['news_item_project', 'project_id', undefined],
  ['news_item_event', 'event_id', undefined],
] as const;

const idArrays = links.flatMap(([table, far, column]): DerivedData[] => {
  if (!column) return [];
  const linked = `(SELECT news_item_id, array_agg(${far} ORDER BY position, ${far}) AS ids FROM ${table} GROUP BY news_item_id)`;
  const wrong = `
    SELECT n.id, coalesce(l.ids, '{}') AS ids FROM news_item AS n LEFT JOIN ${linked} AS l ON l.news_item_id = n.id
    WHERE n.${column} IS DISTINCT FROM coalesce(l.ids, '{}')`;
  return [
    {
      name: `news_item.${column}`,
      differences: `SELECT id::text AS what FROM (${wrong}) AS wrong`,
      rebuild: [`UPDATE news_item AS n SET ${column} = wrong.ids FROM (${wrong}) AS wrong WHERE n.id = wrong.id`],
    },
  ];
});

const linkDates = links.map(([table]): DerivedData => {
  const wrong = `l.news_item_id = n.id AND l.issued_key <> n.issued_key`;
  return {
    name: `${table}.issued_key`,
    differences: `SELECT n.id::text AS what FROM ${table} AS l, news_item AS n WHERE ${wrong}`,
    rebuild: [`UPDATE ${table} AS l SET issued_key = n.issued_key FROM news_item AS n WHERE ${wrong}`],
  };
});

/** The expected rows of `news_item_bits`. */
const bits = `
  SELECT own.field, own.value, place.block, bit_or(one_bit(place.bit)) AS bits
  FROM news_item AS n JOIN news_item_place AS place ON place.news_item_id = n.id
  CROSS JOIN LATERAL news_item_values(n.kind, n.issued_on, n.office_ids, n.country_ids, n.field_of_work_ids) AS own
  GROUP BY own.field, own.value, place.block`;

const bitmaps: DerivedData = {
  name: 'places and bitmaps of news',
  differences: `
    SELECT coalesce(n.id, p.news_item_id)::text AS what
    FROM news_item AS n FULL JOIN news_item_place AS p ON p.news_item_id = n.id
    WHERE n.id IS NULL OR p.news_item_id IS NULL OR p.issued_on IS DISTINCT FROM n.issued_on
    UNION ALL
    SELECT concat(field, ' ', value) FROM (${bits}) AS made FULL JOIN news_item_bits AS known USING (field, value, block)
    WHERE coalesce(made.bits, no_bits()) <> coalesce(known.bits, no_bits())`,
  rebuild: [
    // The lock of the triggers that maintain them.
    'SELECT pg_advisory_xact_lock(1975, 50)',
    'DELETE FROM news_item_bits',
    'DELETE FROM news_item_place',
    `INSERT INTO news_item_place (news_item_id, block, bit, issued_on)
     SELECT id, number >> 13, number & 8191, issued_on
     FROM (SELECT id, issued_on, row_number() OVER (ORDER BY issued_key, id) - 1 AS number FROM news_item) AS numbered`,
    `SELECT setval('news_item_place_number', count(*), false) FROM news_item_place`,
    `INSERT INTO news_item_bits (field, value, block, bits) ${bits}`,
  ],
};

const head = (row: string) => `
  setweight(search_stems(${row}.title) || to_tsvector('graph_words', ${row}.title), 'A')
    || setweight(search_stems(coalesce(${row}.lead, '')), 'C')`;

/** Items whose words an import left to be made are no difference: who makes them knows of them. */
const unlikeNews = `
  SELECT coalesce(n.id, s.node_id, t.node_id) AS id, n.id IS NULL AS is_gone
  FROM news_item AS n
  FULL JOIN (SELECT * FROM searchable WHERE kind = 'NewsItem') AS s ON s.node_id = n.id
  FULL JOIN searchable_text AS t ON t.node_id = coalesce(n.id, s.node_id)
  WHERE NOT EXISTS (SELECT FROM searchable_due AS due WHERE due.node_id = n.id)
    AND (n.id IS NULL
      OR (s.vector, s.sort_key, t.vector, t.sort_key) IS DISTINCT FROM
        (${head('n')}, n.issued_key::text, ${head('n')} || search_stems(coalesce(n.body, '')), n.issued_key::text))`;

const newsWords: DerivedData = {
  name: 'search rows of news',
  differences: `SELECT id::text AS what FROM (${unlikeNews}) AS wrong`,
  rebuild: [
    `CREATE TEMPORARY TABLE unlike_news ON COMMIT DROP AS ${unlikeNews}`,
    `DELETE FROM searchable WHERE node_id IN (SELECT id FROM unlike_news WHERE is_gone)`,
    `DELETE FROM searchable_text WHERE node_id IN (SELECT id FROM unlike_news WHERE is_gone)`,
    // Made like those of an import: in portions, by whoever makes what is due.
    `INSERT INTO searchable_due SELECT id FROM unlike_news WHERE NOT is_gone ON CONFLICT (node_id) DO NOTHING`,
  ],
};

/** The rows of the search for the nouns whose names, titles and leads are searched as their triggers make them. */
function wordsOf({ kind, entity, search }: Noun): DerivedData {
  const table = tableOf(entity);
  const columns = columnsByProperty(entity);
  const of = (property: string) => (property in columns ? `n.${columns[property]}` : 'NULL');
  const names =
    'shortName' in columns
      ? `CASE WHEN n.short_name IS NULL THEN n.names
       ELSE n.names || jsonb_build_array(jsonb_build_object('name', n.short_name)) END`
      : of('names');
  const sortKey = search!.date ? `coalesce(${of(search!.date)}, '')` : `'9999'`;
  return {
    name: `search rows of ${table}`,
    differences: `
      SELECT coalesce(n.id, s.node_id)::text AS what
      FROM ${table} AS n FULL JOIN (SELECT * FROM searchable WHERE kind = '${kind}') AS s ON s.node_id = n.id
      WHERE n.id IS NULL OR (s.vector, s.sort_key::text) IS DISTINCT FROM
        (search_vector(${of('title' in columns ? 'title' : 'name')}, ${names}, ${of('lead')}), ${sortKey}::text)`,
    rebuild: [
      `DELETE FROM searchable WHERE kind = '${kind}' AND node_id NOT IN (SELECT id FROM ${table})`,
      // Updates each row, so that its triggers rebuild the search rows.
      `UPDATE ${table} SET id = id`,
    ],
  };
}

/** All derived data, in order of dependency. */
export const derivedData = derived((nouns): readonly DerivedData[] => [
  ...idArrays,
  ...linkDates,
  bitmaps,
  newsWords,
  ...nouns.filter(({ kind, search }) => search && kind !== 'NewsItem').map(wordsOf),
]);
