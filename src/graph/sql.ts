/** Parameterised SQL in pieces. Values never become text; only names that the sources declare do, through `name`. */
import sql, { join, raw, type Sql } from 'sql-template-tag';

const plainName = /^[a-z][a-z0-9_]*$/;

/** An SQL identifier of this schema. @throws Error for anything but a plain lower-case name (a programming fault). */
export function name(identifier: string): Sql {
  if (!plainName.test(identifier)) throw new Error(`Not a plain SQL name: ${identifier}`);
  return raw(identifier);
}

/** The name that a column of the result gets, in the case of the API. */
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

/** A list as one value, for `= ANY(…)` and `unnest(…)`: unlike `IN (…)` it has no limit of length. */
export const list = (values: readonly (string | number)[]) => sql`${values as unknown as Record<string, unknown>}`;

const costly = new WeakSet<Sql>();

/** Marks a statement that may take long: those that do not are served before it. @returns the statement */
export function costlyStatement(statement: Sql): Sql {
  costly.add(statement);
  return statement;
}

export const isCostly = (statement: Sql): boolean => costly.has(statement);

/** What a statement needs of an `AbortSignal`: whoever makes many may make lighter ones. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** For whom a statement runs. */
export interface StatementScope {
  /** Aborted when nobody waits for the rows any more: the statement is then cancelled. */
  readonly signal?: StopSignal;
  /** The client that asked, see `FastifyRequest.client`: connections are shared out among clients. */
  readonly client?: string;
  /** Called when a costly statement has to wait for a connection. */
  readonly onWait?: () => void;
  /**
   * Called when the statement has its connection and is sent.
   * @returns to be called when it has ended, whether it gave its rows, failed, was cancelled or took too long
   */
  readonly onStart?: () => () => void;
  /** Called before a part of its answer is read. */
  readonly onRows?: () => void;
}

/** What resolvers see of the database: reading, and nothing else. */
export interface Reader {
  /** Rows of a statement. @throws TimeoutError, ServiceUnavailableError */
  rows<Row>(statement: Sql, scope?: StatementScope): Promise<Row[]>;
}

export { join, sql, type Sql };
