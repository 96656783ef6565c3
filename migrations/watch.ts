/**
 * The triggers of a table, derived from what the table is. A migration that makes a table of the graph calls
 * {@link watchTable}: who changes a row then need not know what hangs on it. What is left out fails `triggers.spec.ts`.
 */
import type { QueryRunner } from 'typeorm';

/** A table whose rows are nodes, each with an `id`. */
export interface NodeTable {
  readonly table: string;
  /** As in the ids of its nodes. */
  readonly kind: string;
  /** Servers keep the whole table in memory (its slice has a `shelf`) and read it again. Else they let go of answers. */
  readonly reference?: boolean;
  /**
   * `search` finds the rows by `title` or `name`, and by `names`, `short_name` and `lead` if they have them. Of equally
   * good matches the latest by the column `date` go first; those of a table without one go before all dates.
   */
  readonly searched?: boolean | { readonly date: string };
  /** Records refer to the rows by name: an import that keeps the names reads them again. */
  readonly named?: boolean;
  /** The trigger function that tells of changes, if that is not `content_changed`: one that tells also the columns. */
  readonly toldBy?: string;
}

/** A table of the links of a node, or of other rows that belong to one. */
export interface PartTable {
  readonly table: string;
  /** The kind of the node. */
  readonly partOf: string;
  /** The column with its id. */
  readonly id: string;
  /** Of links: the column with the id of the node at the far end. */
  readonly far?: string;
  /** The column of `news_item` that repeats the ids at the far end. */
  readonly idsIn?: string;
  readonly reference?: boolean;
}

export type WatchedTable = NodeTable | PartTable;

/** A trigger without its table: `AFTER <when> ON <table> <how>`. */
interface Trigger {
  readonly name: string;
  readonly when: string;
  readonly how: string;
}

const each = 'INSERT OR UPDATE OR DELETE';
const statement = (call: string) => `FOR EACH STATEMENT EXECUTE FUNCTION ${call}`;

/** Changes of content, with the rows of each statement. */
const changes = (table: string, call: string): Trigger[] =>
  [
    ['added', 'INSERT', 'REFERENCING NEW TABLE AS new_rows'],
    ['changed', 'UPDATE', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'],
    ['removed', 'DELETE', 'REFERENCING OLD TABLE AS old_rows'],
    ['emptied', 'TRUNCATE', ''],
  ].map(([suffix, when, rows]) => ({
    name: `${table}_content_${suffix}`,
    when: when!,
    how: `${rows} ${statement(call)}`,
  }));

/** The row of `searchable`, and the words that mistyped ones are corrected to. */
function search({ table, kind, searched }: NodeTable): Trigger[] {
  const given = typeof searched === 'object' ? `'${kind}', '${searched.date}'` : `'${kind}'`;
  const row = (call: string) => `FOR EACH ROW EXECUTE FUNCTION ${call}`;
  return [
    { name: `${table}_searchable`, when: each, how: row(`make_searchable(${given})`) },
    { name: `${table}_searchable_truncate`, when: 'TRUNCATE', how: statement(`make_all_unsearchable('${kind}')`) },
    { name: `${table}_words`, when: 'INSERT OR UPDATE', how: row('learn_words()') },
  ];
}

function triggersOf(declared: WatchedTable): Trigger[] {
  const { table } = declared;
  const always = (suffix: string, call: string) => ({
    name: `${table}_${suffix}`,
    when: `${each} OR TRUNCATE`,
    how: statement(call),
  });
  const told = 'kind' in declared ? [declared.kind, 'id', ''] : [declared.partOf, declared.id, declared.far ?? ''];
  const call =
    'kind' in declared && declared.toldBy ? `${declared.toldBy}()` : `content_changed('${told.join("', '")}')`;
  const own = declared.reference ? [always('changed', 'notify_catalogue_changed()')] : changes(table, call);
  if ('kind' in declared) {
    if (declared.searched) own.push(...search(declared));
    if (declared.named) own.push(always('names_changed', 'notify_names_changed()'));
  } else if (declared.idsIn) {
    const cleared = statement(`clear_ids_of_links('${declared.idsIn}')`);
    own.push({ name: `${table}_ids_truncate`, when: 'TRUNCATE', how: cleared });
  }
  return own;
}

const isSearched = (declared: WatchedTable): declared is NodeTable => 'kind' in declared && !!declared.searched;

/**
 * Gives a table all of its triggers, and makes the rows that it has already searchable. To call it once more with another
 * declaration replaces what differs, but removes no trigger: {@link unwatchTable} does.
 */
export async function watchTable(runner: QueryRunner, declared: WatchedTable): Promise<void> {
  const { table } = declared;
  for (const { name, when, how } of triggersOf(declared)) {
    await runner.query(`CREATE OR REPLACE TRIGGER ${name} AFTER ${when} ON ${table} ${how}`);
  }
  if (isSearched(declared)) {
    // Each row that is touched is made searchable by its trigger.
    await runner.query(
      `UPDATE ${table} SET id = id WHERE NOT EXISTS (SELECT FROM searchable WHERE node_id = ${table}.id)`,
    );
  }
}

/** Takes from a table what {@link watchTable} gave it, rows of the search included: before it is dropped, too. */
export async function unwatchTable(runner: QueryRunner, declared: WatchedTable): Promise<void> {
  for (const { name } of triggersOf(declared)) await runner.query(`DROP TRIGGER ${name} ON ${declared.table}`);
  if (isSearched(declared)) await runner.query('DELETE FROM searchable WHERE kind = $1', [declared.kind]);
}
