/** Composable parameterised SQL. Values are always parameters; only names declared in the sources become text. */
import sql, { join, raw, type Sql } from 'sql-template-tag';

const plainName = /^[a-z][a-z0-9_]*$/;

/** An SQL identifier of this schema. @throws Error for anything but a plain lower-case name (a programming error). */
export function name(identifier: string): Sql {
  if (!plainName.test(identifier)) throw new Error(`Not a plain SQL name: ${identifier}`);
  return raw(identifier);
}

/** A column alias, in the case of the API. */
export function alias(field: string): Sql {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(field)) throw new Error(`Not a plain column alias: ${field}`);
  return raw(`"${field}"`);
}

/** The name of a field as a text, where it is the key of a JSON object. */
export function key(field: string): Sql {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(field)) throw new Error(`Not a plain key: ${field}`);
  return raw(`'${field}'`);
}

/** `table.column` */
export const column = (table: string, identifier: string) => sql`${name(table)}.${name(identifier)}`;

/** Conditions joined by AND; none at all is `true`. */
export const all = (conditions: readonly Sql[]) => (conditions.length > 0 ? join([...conditions], ' AND ') : sql`true`);

/** Conditions joined by OR; none at all is `false`. */
export const any = (conditions: readonly Sql[]) =>
  conditions.length > 0 ? sql`(${join([...conditions], ' OR ')})` : sql`false`;

/** A list as one value, for `= ANY(…)` and `unnest(…)`. Unlike `IN (…)`, it has no length limit. */
export const list = (values: readonly (string | number)[]) => sql`${values as unknown as Record<string, unknown>}`;

const costly = new WeakSet<Sql>();

/** Marks a statement that may take long: others are served first. @returns the statement */
export function costlyStatement(statement: Sql): Sql {
  costly.add(statement);
  return statement;
}

export const isCostly = (statement: Sql): boolean => costly.has(statement);

/** The part of `AbortSignal` that statements need, so that lighter implementations are possible. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The context in which a statement runs. */
export interface StatementScope {
  /** Cancels the statement when the rows are no longer needed. */
  readonly signal?: StopSignal;
  /** The client, see `FastifyRequest.client`: connections are shared fairly among clients. */
  readonly client?: string;
  /** Called when a costly statement has to wait for a connection. */
  readonly onWait?: () => void;
  /**
   * Called when the statement is sent on its connection.
   * @returns a function to call when it ends, whether it succeeded, failed, was cancelled or timed out
   */
  readonly onStart?: () => () => void;
  /** Called before a part of the result is read. */
  readonly onRows?: () => void;
}

/** The read-only database interface of resolvers. */
export interface Reader {
  /** Rows of a statement. @throws TimeoutError, ServiceUnavailableError */
  rows<Row>(statement: Sql, scope?: StatementScope): Promise<Row[]>;
}

export { join, sql, type Sql };
