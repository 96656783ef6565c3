/** Classifies database errors: the code for the client, and whether to retry or to probe the server. */
import { DatabaseError } from 'pg';
import { ServiceUnavailableError, TimeoutError } from '../graph/errors.js';

/** All connections are in use, and the queue for them is full. */
export class PoolExhaustedError extends Error {
  override readonly name = 'PoolExhaustedError';

  constructor(waiting: number) {
    super(`All database connections are in use, and ${waiting} statements are already waiting.`);
  }
}

/** The server is unreachable. No statements are sent to it until it answers a probe. */
export class ServerUnreachableError extends Error {
  override readonly name = 'ServerUnreachableError';

  constructor(server: string, options?: ErrorOptions) {
    super(`The ${server} does not answer at present; no statements are sent to it until it answers a probe.`, options);
  }
}

/** The server is up but rejects the login: the password changed, or the database is closed or missing. */
export class RefusedConnectionError extends Error {
  override readonly name = 'RefusedConnectionError';

  constructor(server: string, cause: Error) {
    super(`The ${server} rejected a connection: ${cause.message}`, { cause });
  }
}

/** The server neither answered nor cancelled a statement in time; its connection was closed. */
export class HungConnectionError extends Error {
  override readonly name = 'HungConnectionError';

  constructor(limitMs: number) {
    super(`The database neither answered nor cancelled a statement within ${limitMs} ms. The connection was closed.`);
  }
}

/** The client disconnected: the statement was cancelled, or never sent. */
export class ClientGoneError extends Error {
  override readonly name = 'ClientGoneError';

  constructor() {
    super('The client closed its connection before the response.');
  }
}

const sqlState = (error: unknown) => (error instanceof DatabaseError ? (error.code ?? '') : '');

/** SQLSTATE classes whose cause is the database, not the statement: connection, resources, intervention, system. */
const unavailable = /^(08|53|57P|58)/;
/** 57014: query_canceled, also by statement_timeout. 55P03: lock_not_available. */
const late = new Set(['57014', '55P03']);

/** Maps an error to the one for the client. Errors of the statement itself pass through; the server masks them later. */
export function asGraphError(error: unknown): Error {
  if (error instanceof HungConnectionError || late.has(sqlState(error))) return new TimeoutError();
  const isStatementFault = error instanceof DatabaseError && !unavailable.test(sqlState(error));
  return isStatementFault ? error : new ServiceUnavailableError();
}

/** The connection broke during a statement: the statement or its result may be lost. */
export const isBrokenConnection = (error: unknown): boolean =>
  error instanceof DatabaseError ? /^(08|57P0)/.test(sqlState(error)) : !isOurs(error);

/** For errors while connecting: the server rejected the login, rather than the network failing. */
export const refusesLogin = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && !unavailable.test(sqlState(error));

/** A retry on another connection may succeed. */
export const isWorthAnotherTry = (error: unknown): boolean =>
  isBrokenConnection(error) || isStalePlan(error) || isRecoveryConflict(error);

/** The connection can be reused: the server itself reported the error. */
export const leavesConnectionSound = (error: unknown): boolean =>
  error instanceof DatabaseError && !isBrokenConnection(error) && !isStalePlan(error);

/** A migration changed a column's type: statements prepared before fail on this connection from then on. */
const isStalePlan = (error: unknown) =>
  sqlState(error) === '0A000' && /cached plan must not change/.test((error as Error).message);

/** 40001 on a replica: the primary removed rows that the statement was reading. */
const isRecoveryConflict = (error: unknown) => sqlState(error) === '40001';

/** 53300: too_many_connections. The server is up, and open connections keep working. */
export const isTooManyConnections = (error: unknown): boolean => sqlState(error) === '53300';

/** This server lacks connections or resources for the statement; another may have them. */
export const isWorthAnotherServer = (error: unknown): boolean =>
  error instanceof PoolExhaustedError || error instanceof RefusedConnectionError || /^5[38]/.test(sqlState(error));

const isOurs = (error: unknown) =>
  error instanceof PoolExhaustedError ||
  error instanceof ServerUnreachableError ||
  error instanceof RefusedConnectionError ||
  error instanceof HungConnectionError ||
  error instanceof ClientGoneError;

/** Returns the error's kind, one of a fixed set, for a metric label. */
export function kindOf(error: unknown): string {
  if (error instanceof PoolExhaustedError) return 'pool_exhausted';
  if (error instanceof ServerUnreachableError) return 'away';
  if (error instanceof HungConnectionError) return 'hung';
  if (error instanceof ClientGoneError) return 'client_gone';
  if (error instanceof RefusedConnectionError) return 'connection';
  if (late.has(sqlState(error))) return 'timeout';
  if (sqlState(error).startsWith('53')) return 'resources';
  return isBrokenConnection(error) ? 'connection' : 'statement';
}
