/**
 * If a query plan fails, the operation is executed again to report the error with its path. A statement that has failed
 * for a request is not sent again for it: it would run into the same time limit, on a database that is already busy.
 */
import type { Reader, Sql, StatementScope } from './sql.js';

/** Reads for one request. */
export class FailFastReader implements Reader {
  /** Created on the first failure: most requests have none. */
  private failures: Map<string, unknown> | undefined;

  constructor(private readonly reader: Reader) {}

  /** Rows of a statement. @throws the earlier error of the same statement and values, without sending it again */
  async rows<Row>(statement: Sql, scope?: StatementScope): Promise<Row[]> {
    const known = this.failures && keyOf(statement);
    if (known !== undefined && this.failures!.has(known)) throw this.failures!.get(known);
    try {
      return await this.reader.rows<Row>(statement, scope);
    } catch (error) {
      (this.failures ??= new Map<string, unknown>()).set(keyOf(statement), error);
      throw error;
    }
  }
}

const keyOf = ({ text, values }: Sql) => `${text}\n${JSON.stringify(values)}`;
