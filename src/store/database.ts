/**
 * The read path to PostgreSQL: prepared statements that give plain rows. A statement is prepared once per connection
 * under a name made from its text. Faults of the database become coded errors; the cause goes to the log, not to the
 * client.
 */
import { createHash } from 'node:crypto';
import { Pool, types as pgTypes, type CustomTypesConfig } from 'pg';
import { ServiceUnavailableError, TimeoutError } from '../graph/errors.js';
import type { Reader, Sql } from '../graph/sql.js';

export interface DatabaseOptions {
  url: string;
  /** Connections at most. */
  poolSize: number;
  /** After this many milliseconds PostgreSQL cancels a statement. */
  statementTimeoutMs: number;
  /** Is told of faults that clients see only as a code. */
  onFault?: (fault: Error) => void;
}

const uuidArray = 2951;

/** Ids hold no character that an array literal quotes; splitting is several times faster than the general parser. */
const splitIds = (literal: string) => (literal === '{}' ? [] : literal.slice(1, -1).split(','));

const types: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === uuidArray && format !== 'binary'
      ? splitIds
      : (pgTypes.getTypeParser(oid, format) as unknown)) as CustomTypesConfig['getTypeParser'],
};

const names = new Map<string, string>();
/** Texts are few, as they hold no values; the bound is for a client that makes ever new combinations of filters. */
const namesKept = 1_000;

function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known) return known;
  if (names.size >= namesKept) return undefined;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
  names.set(text, name);
  return name;
}

/** SQLSTATE 57014: cancelled, which the statement's time limit does. Pool time-outs carry no SQLSTATE. */
const queryCanceled = '57014';
/** Classes of SQLSTATE in which the database, not the statement, is at fault: connection, resources, intervention. */
const unavailable = /^(08|53|57P|58)/;

function asGraphError(fault: Error & { code?: string }): Error {
  if (fault.code === queryCanceled) return new TimeoutError();
  const isStatementFault =
    fault.code !== undefined && /^[0-9A-Z]{5}$/.test(fault.code) && !unavailable.test(fault.code);
  return isStatementFault ? fault : new ServiceUnavailableError();
}

export class Database implements Reader {
  private readonly pool: Pool;
  /** Statements sent since the start; tests compare it before and after a request. */
  statementCount = 0;

  constructor(private readonly options: DatabaseOptions) {
    this.pool = new Pool({
      connectionString: options.url,
      max: options.poolSize,
      statement_timeout: options.statementTimeoutMs,
      idle_in_transaction_session_timeout: options.statementTimeoutMs,
      connectionTimeoutMillis: 3_000,
      application_name: 'osce-content-graph',
      types,
    });
    // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
    this.pool.on('error', (fault) => this.options.onFault?.(fault));
  }

  async rows<Row>(statement: Sql): Promise<Row[]> {
    this.statementCount += 1;
    const { text, values } = statement;
    const name = statementName(text);
    try {
      const result = await this.pool.query({ text, values, ...(name === undefined ? {} : { name }) });
      return result.rows as Row[];
    } catch (fault) {
      this.options.onFault?.(fault as Error);
      throw asGraphError(fault as Error);
    }
  }

  /** Several statements on one snapshot of the data, so that what they give belongs together. */
  async snapshot<T>(read: (reader: Reader) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let fault: Error | undefined;
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const result = await read({
        rows: async <Row>({ text, values }: Sql) => (await client.query({ text, values })).rows as Row[],
      });
      await client.query('COMMIT');
      return result;
    } catch (thrown) {
      fault = thrown as Error;
      throw thrown;
    } finally {
      // A connection on which something failed may be in any state: it is closed, not reused.
      client.release(fault);
    }
  }

  /** Waits for running statements and closes all connections. */
  async close(): Promise<void> {
    await this.pool.end();
  }
}
