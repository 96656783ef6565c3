/**
 * For each query one statement that returns the whole answer as JSON, in the format of the product's answer. This is
 * the fastest that a server can be that leaves everything to PostgreSQL.
 */

const country = (columns, id) => `(SELECT json_build_object(${columns}) FROM country AS c WHERE c.id = ${id})`;

const linked = (table, column, far, columns, item = 'n') => `(
  SELECT coalesce(json_agg(json_build_object(${columns}) ORDER BY l.position), '[]')
  FROM ${table} AS l JOIN ${far} AS f ON f.id = l.${column} WHERE l.news_item_id = ${item}.id)`;

const issuedBy = (columns = `'name', f.name`) => linked('news_item_office', 'office_id', 'office', columns);
const countries = (columns = `'name', f.name, 'isoCode', f.iso_code`) =>
  linked('news_item_country', 'country_id', 'country', columns);
const fieldsOfWork = (columns = `'name', f.name`) =>
  linked('news_item_field_of_work', 'field_of_work_id', 'field_of_work', columns);
const hostCountry = country(`'name', c.name`, 'f.host_country_id');

const listed = `json_build_object('title', n.title, 'issuedOn', n.issued_on,
  'issuedBy', ${issuedBy(`'name', f.name, 'hostCountry', ${hostCountry}`)},
  'countries', ${countries()}, 'fieldsOfWork', ${fieldsOfWork()})`;

/** A page of the latest news; `after` is the position of the preceding row, if there is one. */
const page = (columns, size, after = '') => `(
  SELECT coalesce(json_agg(${columns} ORDER BY n.issued_key DESC, n.id DESC), '[]')
  FROM (SELECT * FROM news_item AS p ${after} ORDER BY p.issued_key DESC, p.id DESC LIMIT ${size}) AS n)`;

const beyond = (key, id) => `WHERE (p.issued_key, p.id) < (${key}::text, ${id}::uuid)`;

const filtered = `FROM news_item AS p WHERE p.issued_on >= $1
  AND EXISTS (SELECT FROM news_item_field_of_work AS l JOIN field_of_work AS f ON f.id = l.field_of_work_id
    WHERE l.news_item_id = p.id AND f.slug = $2)
  AND EXISTS (SELECT FROM news_item_country AS l JOIN country AS f ON f.id = l.country_id
    WHERE l.news_item_id = p.id AND f.iso_code = ANY($3))`;
const filteredNodes = `(
  SELECT coalesce(json_agg(json_build_object('title', n.title, 'issuedOn', n.issued_on, 'issuedBy', ${issuedBy()},
    'countries', ${countries()}) ORDER BY n.issued_key DESC, n.id DESC), '[]')
  FROM (SELECT * ${filtered} ORDER BY p.issued_key DESC, p.id DESC LIMIT 20) AS n)`;
const filterValues = ({ since, fieldOfWork, isoCodes }) => [since, fieldOfWork, isoCodes];

const answer = (data) => `SELECT json_build_object('data', json_build_object(${data}))::text AS body`;

/** By query: the statement, and its values for the input of a request. */
export const statements = {
  Q1: { text: answer(`'newsItems', json_build_object('nodes', ${page(listed, 20)})`), values: () => [] },

  Q2: {
    text: answer(`'newsItem', (SELECT json_build_object('title', n.title, 'lead', n.lead, 'body', n.body,
      'issuedOn', n.issued_on, 'kind', n.kind, 'sourceUrl', n.source_url,
      'issuedBy', ${issuedBy(`'name', f.name, 'status', f.status, 'city', f.city, 'hostCountry', ${hostCountry}`)},
      'fieldsOfWork', ${fieldsOfWork(`'name', f.name, 'dimension', f.dimension`)},
      'countries', ${countries(`'name', f.name, 'isoCode', f.iso_code, 'capital', f.capital`)},
      'projects', ${linked('news_item_project', 'project_id', 'project', `'name', f.name`)},
      'events', ${linked(
        'news_item_event',
        'event_id',
        'event',
        `'title', f.title, 'startsOn', f.starts_on, 'city', f.city, 'country', ${country(`'name', c.name`, 'f.country_id')}`,
      )},
      'countryMentions', (SELECT coalesce(json_agg(json_build_object('field', m.field, 'start', m.start_offset,
          'end', m.end_offset, 'quote', m.quote, 'rule', m.rule, 'confidence', m.confidence,
          'country', ${country(`'name', c.name`, 'm.country_id')})
          ORDER BY m.field DESC, m.start_offset, m.country_id), '[]')
        FROM country_mention AS m WHERE m.news_item_id = n.id))
      FROM news_item AS n WHERE n.slug = $1)`),
    values: ({ slug }) => [slug],
  },

  Q3: {
    text: answer(`'country', (SELECT json_build_object('name', k.name, 'capital', k.capital,
      'fieldOperations', (SELECT coalesce(json_agg(json_build_object('name', o.name, 'status', o.status, 'city', o.city)
          ORDER BY o.position), '[]')
        FROM office AS o WHERE o.host_country_id = k.id AND o.type = 'FieldOperation'),
      'newsItems', json_build_object('nodes', (
        SELECT coalesce(json_agg(json_build_object('title', n.title, 'issuedOn', n.issued_on, 'issuedBy', ${issuedBy()})
          ORDER BY n.issued_key DESC, n.id DESC), '[]')
        FROM (SELECT p.* FROM news_item_country AS t JOIN news_item AS p ON p.id = t.news_item_id
          WHERE t.country_id = k.id ORDER BY t.issued_key DESC, t.news_item_id DESC LIMIT 20) AS n)))
      FROM country AS k WHERE k.iso_code = $1)`),
    values: ({ isoCode }) => [isoCode],
  },

  Q4: {
    text: answer(
      `'newsItems', json_build_object('totalCount', (SELECT count(*) ${filtered}), 'nodes', ${filteredNodes})`,
    ),
    values: filterValues,
  },

  Q4P: { text: answer(`'newsItems', json_build_object('nodes', ${filteredNodes})`), values: filterValues },

  Q5: {
    text: answer(`'search', json_build_object('edges', (
      SELECT coalesce(json_agg(json_build_object('node', json_build_object('title', n.title, 'issuedOn', n.issued_on,
          'issuedBy', ${issuedBy()}), 'highlight', n.highlight) ORDER BY n.rank DESC, n.id DESC), '[]')
      FROM (SELECT p.*, found.rank, ts_headline('english', p.body, websearch_to_tsquery('english', $1)) AS highlight
        FROM (SELECT news_item_id, ts_rank(words, websearch_to_tsquery('english', $1)) AS rank FROM bench.news_words
          WHERE words @@ websearch_to_tsquery('english', $1) ORDER BY rank DESC, news_item_id DESC LIMIT 20) AS found
        JOIN news_item AS p ON p.id = found.news_item_id) AS n))`),
    values: ({ words }) => [words],
  },

  Q6: {
    text: answer(`'_entities', (SELECT json_agg(json_build_object('title', n.title, 'issuedOn', n.issued_on,
        'issuedBy', ${issuedBy()}, 'countries', ${countries()}) ORDER BY given.place)
      FROM unnest($1::uuid[]) WITH ORDINALITY AS given(id, place) JOIN news_item AS n ON n.id = given.id)`),
    values: ({ ids }) => [ids],
  },

  Q7: {
    text: answer(`'newsItems', json_build_object('nodes', ${page(listed, 20, beyond('$1', '$2'))})`),
    values: ({ places: [place] }) => [place.issuedKey, place.id],
  },

  Q8: {
    text: answer(
      Array.from({ length: 10 }, (_, root) =>
        root === 0
          ? `'p0', json_build_object('nodes', ${page(listed, 100)})`
          : `'p${root}', json_build_object('nodes', ${page(listed, 100, beyond(`$${root * 2 - 1}`, `$${root * 2}`))})`,
      ).join(', '),
    ),
    values: ({ places }) => places.flatMap(({ issuedKey, id }) => [issuedKey, id]),
  },
};
