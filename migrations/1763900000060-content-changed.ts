import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By table: the kind of node that its rows are or belong to, the column with the id of the node, and of its neighbour. */
const watched = [
  ['event', 'Event', 'id', ''],
  ['event_field_of_work', 'Event', 'event_id', ''],
  ['project', 'Project', 'id', ''],
  ['project_supporter', 'Project', 'project_id', ''],
  ['news_item_office', 'NewsItem', 'news_item_id', 'office_id'],
  ['news_item_field_of_work', 'NewsItem', 'news_item_id', 'field_of_work_id'],
  ['news_item_country', 'NewsItem', 'news_item_id', 'country_id'],
  ['news_item_project', 'NewsItem', 'news_item_id', 'project_id'],
  ['news_item_event', 'NewsItem', 'news_item_id', 'event_id'],
  ['country_mention', 'NewsItem', 'news_item_id', ''],
] as const;

const operations = [
  ['added', 'INSERT', 'REFERENCING NEW TABLE AS new_rows'],
  ['changed', 'UPDATE', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'],
  ['removed', 'DELETE', 'REFERENCING OLD TABLE AS old_rows'],
  ['emptied', 'TRUNCATE', ''],
] as const;

/**
 * Servers keep answers and are told here, when a transaction commits, which nodes it changed, so that they let go of just
 * the answers that may be others now. A statement that changes many rows is told as a change of the whole kind.
 */
export class ContentChanged1763900000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION notify_content_changed(changes jsonb[], kind text) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        change jsonb;
      BEGIN
        IF cardinality(changes) > 100 THEN
          changes := ARRAY[jsonb_build_object('kind', kind)];
        END IF;
        FOREACH change IN ARRAY changes LOOP
          -- A notification holds less than 8,000 bytes.
          PERFORM pg_notify('content_changed',
            CASE WHEN octet_length(change::text) < 7900 THEN change::text ELSE jsonb_build_object('kind', kind)::text END);
        END LOOP;
      END $$;

      CREATE FUNCTION content_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        changes jsonb[];
        rows jsonb[];
      BEGIN
        IF TG_OP = 'TRUNCATE' THEN
          PERFORM notify_content_changed(ARRAY[jsonb_build_object('kind', TG_ARGV[0])], TG_ARGV[0]);
          RETURN NULL;
        ELSIF TG_OP = 'INSERT' THEN
          -- One row more than are told one by one is enough to know that there are many.
          rows := ARRAY(SELECT to_jsonb(n) FROM new_rows n LIMIT 101);
        ELSIF TG_OP = 'DELETE' THEN
          rows := ARRAY(SELECT to_jsonb(o) FROM old_rows o LIMIT 101);
        ELSIF (SELECT count(*) FROM (SELECT FROM new_rows LIMIT 101) AS many) > 100 THEN
          PERFORM notify_content_changed(ARRAY[jsonb_build_object('kind', TG_ARGV[0])], TG_ARGV[0]);
          RETURN NULL;
        ELSE
          rows := ARRAY(SELECT to_jsonb(o) FROM old_rows o EXCEPT ALL SELECT to_jsonb(n) FROM new_rows n)
            || ARRAY(SELECT to_jsonb(n) FROM new_rows n EXCEPT ALL SELECT to_jsonb(o) FROM old_rows o);
        END IF;
        changes := ARRAY(SELECT DISTINCT jsonb_strip_nulls(jsonb_build_object(
            'kind', TG_ARGV[0],
            'id', r ->> TG_ARGV[1],
            'table', CASE WHEN TG_ARGV[1] <> 'id' THEN TG_TABLE_NAME END,
            'far', r ->> nullif(TG_ARGV[2], ''),
            'key', r ->> 'issued_key'))
          FROM unnest(rows) AS r);
        PERFORM notify_content_changed(changes, TG_ARGV[0]);
        RETURN NULL;
      END $$;

      CREATE FUNCTION news_item_state(item news_item) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT jsonb_build_object(
          'values', jsonb_build_object('slug', item.slug, 'kind', item.kind, 'issued_on', item.issued_on,
            'issued_key', item.issued_key),
          'links', jsonb_build_object('news_item_office', item.office_ids,
            'news_item_field_of_work', item.field_of_work_ids, 'news_item_country', item.country_ids))
      $$;

      CREATE FUNCTION news_item_content_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        changes jsonb[];
      BEGIN
        IF TG_OP = 'TRUNCATE' THEN
          changes := ARRAY[jsonb_build_object('kind', 'NewsItem')];
        ELSIF TG_OP = 'INSERT' THEN
          changes := ARRAY(SELECT jsonb_build_object('kind', 'NewsItem', 'id', n.id, 'new', news_item_state(n))
            FROM new_rows AS n LIMIT 101);
        ELSIF TG_OP = 'DELETE' THEN
          changes := ARRAY(SELECT jsonb_build_object('kind', 'NewsItem', 'id', o.id, 'old', news_item_state(o))
            FROM old_rows AS o LIMIT 101);
        ELSIF (SELECT count(*) FROM (SELECT FROM new_rows LIMIT 101) AS many) > 100 THEN
          changes := ARRAY[jsonb_build_object('kind', 'NewsItem')];
        ELSE
          changes := ARRAY(SELECT jsonb_build_object('kind', 'NewsItem', 'id', coalesce(o.id, n.id),
              'old', CASE WHEN o.id IS NOT NULL THEN news_item_state(o) END,
              'new', CASE WHEN n.id IS NOT NULL THEN news_item_state(n) END)
            FROM old_rows AS o FULL JOIN new_rows AS n ON n.id = o.id
            WHERE o IS DISTINCT FROM n);
        END IF;
        PERFORM notify_content_changed(changes, 'NewsItem');
        RETURN NULL;
      END $$;
    `);
    for (const [suffix, operation, tables] of operations) {
      await runner.query(`
        CREATE TRIGGER news_item_content_${suffix} AFTER ${operation} ON news_item ${tables}
          FOR EACH STATEMENT EXECUTE FUNCTION news_item_content_changed();`);
      for (const [table, kind, id, far] of watched) {
        await runner.query(`
          CREATE TRIGGER ${table}_content_${suffix} AFTER ${operation} ON ${table} ${tables}
            FOR EACH STATEMENT EXECUTE FUNCTION content_changed('${kind}', '${id}', '${far}');`);
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [suffix] of operations) {
      await runner.query(`DROP TRIGGER news_item_content_${suffix} ON news_item;`);
      for (const [table] of watched) await runner.query(`DROP TRIGGER ${table}_content_${suffix} ON ${table};`);
    }
    await runner.query(`
      DROP FUNCTION news_item_content_changed();
      DROP FUNCTION news_item_state(news_item);
      DROP FUNCTION content_changed();
      DROP FUNCTION notify_content_changed(jsonb[], text);
    `);
  }
}
