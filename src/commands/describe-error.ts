/** What is printed of an error that ends the process. */
import { EnvironmentError } from '../settings/environment.js';
import { EmbeddedDatabaseError } from '../database/embedded/index.js';
import { inWords } from '../database/start-errors.js';
import { UnsupportedDatabaseError } from '../database/compatibility.js';
import { LockTimeoutError } from '../database/advisory-lock.js';

/** Faults that a person can mend are told in words; a stack trace is for faults of the program. */
export function describeError(fault: unknown): string {
  const isForPeople =
    fault instanceof EnvironmentError ||
    fault instanceof EmbeddedDatabaseError ||
    fault instanceof LockTimeoutError ||
    fault instanceof UnsupportedDatabaseError ||
    isSystemFault(fault);
  const words = inWords(fault);
  if (words !== undefined) return words;
  if (isLostConnection(fault)) return `The database does not answer: ${fault.message}`;
  return isForPeople ? fault.message : ((fault as Error).stack ?? String(fault));
}

/** Faults of the network and of PostgreSQL's start-up: a port in use, a host not found, a refused password, no writes. */
const isSystemFault = (fault: unknown): fault is Error =>
  fault instanceof Error &&
  /^(E[A-Z]+|28\w{3}|3D000|25006|53\w{3}|57P0\d)$/.test(String((fault as { code?: unknown }).code));

/** What `pg` says of these has no code. */
const isLostConnection = (fault: unknown): fault is Error =>
  fault instanceof Error && /^(Connection terminated|timeout (expired|exceeded))/.test(fault.message);
