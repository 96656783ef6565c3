/**
 * What a plan could not answer is executed again, so that the fault is told with its path. A statement that has failed
 * for a request is not sent again for it: it would wait for the same time limit, on a database that has enough to do.
 */
import type { Reader, Sql, StatementScope } from './sql.js';

/** Reads for one request. */
export class FailFastReader implements Reader {
  /** Made at the first fault: most requests have none. */
  private faults: Map<string, unknown> | undefined;

  constructor(private readonly reader: Reader) {}

  /** Rows of a statement. @throws what the same statement with the same values has thrown before, without sending it */
  async rows<Row>(statement: Sql, scope?: StatementScope): Promise<Row[]> {
    const known = this.faults && keyOf(statement);
    if (known !== undefined && this.faults!.has(known)) throw this.faults!.get(known);
    try {
      return await this.reader.rows<Row>(statement, scope);
    } catch (fault) {
      (this.faults ??= new Map<string, unknown>()).set(keyOf(statement), fault);
      throw fault;
    }
  }
}

const keyOf = ({ text, values }: Sql) => `${text}\n${JSON.stringify(values)}`;
