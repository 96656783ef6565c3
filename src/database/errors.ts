/** What faults of the database mean: for the client a code, for the store whether to try again or to look closer. */
import { DatabaseError } from 'pg';
import { ServiceUnavailableError, TimeoutError } from '../graph/errors.js';

/** All connections are busy and so many statements wait already that one more would only wait in vain. */
export class PoolExhaustedError extends Error {
  override readonly name = 'PoolExhaustedError';

  constructor(waiting: number) {
    super(`All connections to the database are busy, and ${waiting} statements wait for one already.`);
  }
}

/** A server of the database that was found to be away is not asked again before it answers a probe. */
export class ServerUnreachableError extends Error {
  override readonly name = 'ServerUnreachableError';

  constructor(server: string, options?: ErrorOptions) {
    super(`The ${server} does not answer at present; it is asked again when it answers a probe.`, options);
  }
}

/** The server is there and takes no connection of ours: the password was changed, the database is closed or gone. */
export class RefusedConnectionError extends Error {
  override readonly name = 'RefusedConnectionError';

  constructor(server: string, cause: Error) {
    super(`The ${server} refused a connection: ${cause.message}`, { cause });
  }
}

/** The server took a statement and neither answered nor cancelled it in time: its connection is closed. */
export class HungConnectionError extends Error {
  override readonly name = 'HungConnectionError';

  constructor(limitMs: number) {
    super(`The database neither answered nor cancelled a statement within ${limitMs} ms. The connection was closed.`);
  }
}

/** Whoever asked has gone: the statement was cancelled, or was not sent at all. */
export class ClientGoneError extends Error {
  override readonly name = 'ClientGoneError';

  constructor() {
    super('The client closed its connection before the answer.');
  }
}

const sqlState = (fault: unknown) => (fault instanceof DatabaseError ? (fault.code ?? '') : '');

/** SQLSTATE classes in which the database, not the statement, is at fault: connection, resources, intervention, system. */
const unavailable = /^(08|53|57P|58)/;
/** 57014: cancelled, as the time limit of a statement does. 55P03: a lock could not be had in time. */
const late = new Set(['57014', '55P03']);

/** What a client is told of a fault; faults of the statement itself stay as they are, and are masked further up. */
export function asGraphError(fault: unknown): Error {
  if (fault instanceof HungConnectionError || late.has(sqlState(fault))) return new TimeoutError();
  const isStatementFault = fault instanceof DatabaseError && !unavailable.test(sqlState(fault));
  return isStatementFault ? fault : new ServiceUnavailableError();
}

/** The connection broke under a statement: the server may never have seen it, or its answer was lost. */
export const isBrokenConnection = (fault: unknown): boolean =>
  fault instanceof DatabaseError ? /^(08|57P0)/.test(sqlState(fault)) : !isOurs(fault);

/** Said of a login, while no statement has been sent: what the server said is no fault of one, and no network broke. */
export const refusesLogin = (fault: unknown): fault is DatabaseError =>
  fault instanceof DatabaseError && !unavailable.test(sqlState(fault));

/** The same statement may work elsewhere: its connection broke, or is of no more use for it. */
export const isWorthAnotherTry = (fault: unknown): boolean =>
  isBrokenConnection(fault) || isStalePlan(fault) || isRecoveryConflict(fault);

/** After a fault that the server itself reported a connection is mostly as good as before. */
export const leavesConnectionSound = (fault: unknown): boolean =>
  fault instanceof DatabaseError && !isBrokenConnection(fault) && !isStalePlan(fault);

/** A migration changed the type of a column; statements that were prepared before fail on this connection for ever. */
const isStalePlan = (fault: unknown) =>
  sqlState(fault) === '0A000' && /cached plan must not change/.test((fault as Error).message);

/** 40001 on a replica: what the statement was reading has been removed on the primary. */
const isRecoveryConflict = (fault: unknown) => sqlState(fault) === '40001';

/** 53300: it has no connection left for us. So it is there, and those that we have go on working. */
export const isTooManyConnections = (fault: unknown): boolean => sqlState(fault) === '53300';

/** One server has no place, no means or no connection for a statement: another may have. */
export const isWorthAnotherServer = (fault: unknown): boolean =>
  fault instanceof PoolExhaustedError || fault instanceof RefusedConnectionError || /^5[38]/.test(sqlState(fault));

const isOurs = (fault: unknown) =>
  fault instanceof PoolExhaustedError ||
  fault instanceof ServerUnreachableError ||
  fault instanceof RefusedConnectionError ||
  fault instanceof HungConnectionError ||
  fault instanceof ClientGoneError;

/** A word for a fault, out of few: for the label of a metric. */
export function kindOf(fault: unknown): string {
  if (fault instanceof PoolExhaustedError) return 'pool_exhausted';
  if (fault instanceof ServerUnreachableError) return 'away';
  if (fault instanceof HungConnectionError) return 'hung';
  if (fault instanceof ClientGoneError) return 'client_gone';
  if (fault instanceof RefusedConnectionError) return 'connection';
  if (late.has(sqlState(fault))) return 'timeout';
  if (sqlState(fault).startsWith('53')) return 'resources';
  return isBrokenConnection(fault) ? 'connection' : 'statement';
}
