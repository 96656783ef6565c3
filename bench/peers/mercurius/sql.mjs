/** The statements of the resolvers and loaders of the Mercurius server, all prepared. */
import { createHash } from 'node:crypto';
import pg from 'pg';

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL_SIZE),
});

const names = new Map();
function nameOf(text) {
  let name = names.get(text);
  if (!name) names.set(text, (name = createHash('sha256').update(text).digest('hex').slice(0, 32)));
  return name;
}

/** @returns the rows of a statement */
export const rowsOf = async (text, values) => (await pool.query({ name: nameOf(text), text, values })).rows;

/** Columns of news items in lists; the body is long and read only if selected. */
const newsColumns = 'n.id, n.slug, n.title, n.lead, n.issued_on AS "issuedOn", n.kind, n.source_url AS "sourceUrl"';
export const officeColumns = 'f.id, f.slug, f.name, f.status, f.city, f.host_country_id AS "hostCountryId"';
export const countryColumns = 'f.id, f.slug, f.name, f.iso_code AS "isoCode", f.capital';
export const fieldColumns = 'f.id, f.slug, f.name, f.dimension';
export const projectColumns = 'f.id, f.name';
export const eventColumns = 'f.id, f.title, f.starts_on AS "startsOn", f.city, f.country_id AS "countryId"';

const latestFirst = 'ORDER BY n.issued_key DESC, n.id DESC';

export const cursorPlace = (cursor) => JSON.parse(Buffer.from(cursor, 'base64url').toString());

function condition({ after, filter }) {
  const conditions = ['true'];
  const values = [];
  const bind = (value) => `$${values.push(value)}`;
  if (after) {
    const [key, id] = cursorPlace(after);
    conditions.push(`(n.issued_key, n.id) < (${bind(key)}::text, ${bind(id)}::uuid)`);
  }
  if (filter?.issuedSince) conditions.push(`n.issued_on >= ${bind(filter.issuedSince)}`);
  if (filter?.fieldOfWork) {
    conditions.push(`EXISTS (SELECT FROM news_item_field_of_work l JOIN field_of_work f ON f.id = l.field_of_work_id
      WHERE l.news_item_id = n.id AND f.slug = ${bind(filter.fieldOfWork)})`);
  }
  if (filter?.countries) {
    conditions.push(`EXISTS (SELECT FROM news_item_country l JOIN country f ON f.id = l.country_id
      WHERE l.news_item_id = n.id AND f.iso_code = ANY(${bind(filter.countries)}))`);
  }
  return { where: conditions.join(' AND '), values };
}

export function newsPage({ first, after, filter }) {
  const { where, values } = condition({ after, filter });
  return rowsOf(`SELECT ${newsColumns} FROM news_item n WHERE ${where} ${latestFirst} LIMIT $${values.length + 1}`, [
    ...values,
    first,
  ]);
}

export async function newsCount({ filter }) {
  const { where, values } = condition({ filter });
  const [{ count }] = await rowsOf(`SELECT count(*)::int AS count FROM news_item n WHERE ${where}`, values);
  return count;
}

export const newsBySlug = (slug) => rowsOf(`SELECT ${newsColumns} FROM news_item n WHERE n.slug = $1`, [slug]);

export const newsByIds = (ids) => rowsOf(`SELECT ${newsColumns} FROM news_item n WHERE n.id = ANY($1)`, [ids]);

export const bodies = (ids) => rowsOf('SELECT id, body FROM news_item WHERE id = ANY($1)', [ids]);

export const countryByIsoCode = (code) =>
  rowsOf(`SELECT ${countryColumns} FROM country f WHERE f.iso_code = $1`, [code]);

export const countriesByIds = (ids) => rowsOf(`SELECT ${countryColumns} FROM country f WHERE f.id = ANY($1)`, [ids]);

export const fieldOperations = (countryIds) =>
  rowsOf(
    `SELECT ${officeColumns} FROM office f WHERE f.host_country_id = ANY($1) AND f.type = 'FieldOperation'
     ORDER BY f.position`,
    [countryIds],
  );

/** The latest news of each of some countries. */
export const newsOfCountries = (countryIds, first) =>
  rowsOf(
    `SELECT k.id AS "countryId", n.* FROM unnest($1::uuid[]) AS k(id), LATERAL (
       SELECT ${newsColumns} FROM news_item_country l JOIN news_item n ON n.id = l.news_item_id
       WHERE l.country_id = k.id ORDER BY l.issued_key DESC, l.news_item_id DESC LIMIT $2) AS n`,
    [countryIds, first],
  );

/** Nodes linked to news items, in the order of the page. */
export const linked = (table, column, far, columns, ids) =>
  rowsOf(
    `SELECT l.news_item_id AS "newsItemId", ${columns} FROM ${table} l JOIN ${far} f ON f.id = l.${column}
     WHERE l.news_item_id = ANY($1) ORDER BY l.news_item_id, l.position`,
    [ids],
  );

export const mentions = (ids) =>
  rowsOf(
    `SELECT news_item_id AS "newsItemId", field, start_offset AS start, end_offset AS "end", quote, rule, confidence,
       country_id AS "countryId"
     FROM country_mention WHERE news_item_id = ANY($1) ORDER BY field DESC, start_offset, country_id`,
    [ids],
  );
