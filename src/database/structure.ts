/**
 * The schema of a database as text: what `structure.sql` shows of a freshly migrated one. It is read from the system
 * catalogues of PostgreSQL, one table after another with its indexes and triggers, so that a review sees what the
 * migrations lead to. Migrations remain what makes a database; this text is not applied to one.
 */

/** Sends a statement and gives its rows. */
export type Query = <Row>(text: string) => Promise<Row[]>;

/** What the migrations made themselves: nothing that belongs to an extension. */
const own = (id: string) => `NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = ${id} AND d.deptype = 'e')`;
const here = (namespace: string) => `${namespace} = 'public'::regnamespace`;

/** Of each kind of object, the statement that gives its definitions, in order. */
const definitions = {
  extensions: `
    SELECT format('CREATE EXTENSION %I;', extname) AS sql FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY extname`,
  'text search configurations': `
    SELECT E'-- ' || cfgname || string_agg(format(E'\\n--   %s: %s', dictionaries, tokens), '' ORDER BY dictionaries) AS sql
    FROM (
      SELECT cfgname, dictionaries, string_agg(alias, ' ' ORDER BY alias) AS tokens
      FROM (
        SELECT c.cfgname, token.alias, string_agg(d.dictname, ', ' ORDER BY m.mapseqno) AS dictionaries
        FROM pg_ts_config AS c
        JOIN pg_ts_config_map AS m ON m.mapcfg = c.oid
        JOIN pg_ts_dict AS d ON d.oid = m.mapdict
        JOIN LATERAL ts_token_type(c.cfgparser) AS token ON token.tokid = m.maptokentype
        WHERE ${here('c.cfgnamespace')}
        GROUP BY c.cfgname, token.alias
      ) AS mapped GROUP BY cfgname, dictionaries
    ) AS lines GROUP BY cfgname ORDER BY cfgname`,
  domains: `
    SELECT format('CREATE DOMAIN %I AS %s%s%s;', t.typname, format_type(t.typbasetype, t.typtypmod),
      CASE WHEN l.collname IS NOT NULL AND t.typcollation <> b.typcollation THEN format(' COLLATE %I', l.collname) ELSE '' END,
      (SELECT string_agg(E'\\n  ' || pg_get_constraintdef(c.oid), '' ORDER BY c.conname)
       FROM pg_constraint AS c WHERE c.contypid = t.oid)) AS sql
    FROM pg_type AS t JOIN pg_type AS b ON b.oid = t.typbasetype LEFT JOIN pg_collation AS l ON l.oid = t.typcollation
    WHERE t.typtype = 'd' AND ${here('t.typnamespace')} AND ${own('t.oid')} ORDER BY t.typname`,
  sequences: `
    SELECT format('CREATE SEQUENCE %I AS %s START %s MINVALUE %s;', c.relname, format_type(s.seqtypid, NULL), s.seqstart, s.seqmin) AS sql
    FROM pg_sequence AS s JOIN pg_class AS c ON c.oid = s.seqrelid
    WHERE ${here('c.relnamespace')} AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i'))
    ORDER BY c.relname`,
  functions: `
    SELECT rtrim(pg_get_functiondef(p.oid), E'\\n') || ';'
      || coalesce(format(E'\\nCOMMENT ON FUNCTION %I IS ', p.proname) || quote_literal(obj_description(p.oid, 'pg_proc')) || ';', '') AS sql
    FROM pg_proc AS p WHERE ${here('p.pronamespace')} AND ${own('p.oid')} AND p.prokind IN ('f', 'p')
    ORDER BY p.proname, pg_get_function_identity_arguments(p.oid)`,
} as const;

const columnsOf = `
  SELECT string_agg(format(E'\\n  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      CASE WHEN a.attcollation <> t.typcollation THEN format(' COLLATE %I', l.collname) ELSE '' END,
      CASE WHEN a.attgenerated <> '' THEN format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(d.adbin, d.adrelid))
        WHEN a.attidentity <> '' THEN ' GENERATED ' || CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END || ' AS IDENTITY'
        WHEN d.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END,
      CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END), ',' ORDER BY a.attnum)
  FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid LEFT JOIN pg_collation AS l ON l.oid = a.attcollation
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped`;

/** One row for each table; what stands on a table follows it. The bookkeeping of TypeORM is left out. */
const tables = `
  SELECT format(E'CREATE TABLE %I (%s%s\\n)%s;', c.relname, (${columnsOf}),
      (SELECT string_agg(format(E',\\n  CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), '' ORDER BY k.contype, k.conname)
       FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')),
      CASE WHEN c.reloptions IS NOT NULL THEN format(' WITH (%s)', array_to_string(c.reloptions, ', ')) ELSE '' END)
    || coalesce((SELECT string_agg(format(E'\\nCOMMENT ON %s IS %L;',
         CASE WHEN d.objsubid = 0 THEN format('TABLE %I', c.relname) ELSE format('COLUMN %I.%I', c.relname, a.attname) END, d.description),
         '' ORDER BY d.objsubid)
       FROM pg_description AS d LEFT JOIN pg_attribute AS a ON a.attrelid = d.objoid AND a.attnum = d.objsubid AND d.objsubid > 0
       WHERE d.objoid = c.oid AND d.classoid = 'pg_class'::regclass), '')
    || coalesce((SELECT string_agg(E'\\n' || pg_get_indexdef(i.indexrelid) || ';', '' ORDER BY x.relname)
       FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid
       WHERE i.indrelid = c.oid AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = i.indexrelid AND k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x'))), '')
    || coalesce((SELECT string_agg(E'\\n' || pg_get_triggerdef(g.oid, true) || ';', '' ORDER BY g.tgname)
       FROM pg_trigger AS g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal), '') AS sql
  FROM pg_class AS c
  WHERE c.relkind = 'r' AND ${here('c.relnamespace')} AND ${own('c.oid')} AND c.relname <> 'schema_migration'
  ORDER BY c.relname`;

const heading = `-- The schema as the migrations leave it. Generated by \`npm run structure:print\`: do not edit, and do not apply.
-- A test compares it with a freshly migrated database.`;

/** @returns the text of structure.sql for the database that `query` asks */
export async function describeStructure(query: Query): Promise<string> {
  const parts = [heading];
  for (const [title, statement] of [...Object.entries(definitions), ['tables', tables]] as const) {
    const rows = await query<{ sql: string }>(statement);
    parts.push(`-- ${title}`, ...rows.map(({ sql }) => sql.replace(/[ \t]+$/gm, '')));
  }
  return `${parts.join('\n\n')}\n`;
}
