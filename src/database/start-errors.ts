/** What keeps a process from its database at the start, in words that say what to do. */
import { types } from 'node:util';

/** By SQLSTATE, or the code of OpenSSL and Node.js. */
const advice: Readonly<Record<string, string>> = {
  '08P01':
    'What answers at DATABASE_URL does not take our connection: it is a pooler that refuses a setting or knows no such database, or no PostgreSQL.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'The database shows a certificate that it signed itself: name its authority by sslrootcert=/path/to/ca.pem in DATABASE_URL.',
  SELF_SIGNED_CERT_IN_CHAIN:
    'The certificate of the database is signed by an authority that this machine does not know: name it by sslrootcert=/path/to/ca.pem in DATABASE_URL.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'The certificate of the database cannot be traced to an authority: name it by sslrootcert=/path/to/ca.pem in DATABASE_URL.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'The certificate of the database is signed by an authority that this machine does not know: name it by sslrootcert=/path/to/ca.pem in DATABASE_URL.',
  CERT_HAS_EXPIRED: 'The certificate of the database has expired: it must be renewed there.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate of the database is for another name than the host in DATABASE_URL: use the name that it is for.',
};

/** Of a socket that could not be connected, by the code of the system. */
const unconnected: Readonly<Record<string, string>> = {
  ENOENT:
    'There is no socket of a database where DATABASE_URL says: is PostgreSQL running, and is this its folder (unix_socket_directories) and its port?',
  EACCES: 'The socket of the database may not be used by the user of this process: give it the right to, or use TCP.',
  ECONNREFUSED:
    'Nobody accepts connections at the address in DATABASE_URL: is PostgreSQL running, and does it listen there (listen_addresses, port)?',
};

/** What gives the right that a message of PostgreSQL says is lacking. */
const grants: readonly (readonly [RegExp, string])[] = [
  [/^permission denied for schema (\S+)/, 'GRANT USAGE, CREATE ON SCHEMA $1 TO <role>'],
  [/^permission denied for database (\S+)/, 'GRANT CREATE ON DATABASE $1 TO <role>'],
  [/^permission denied to create extension/, 'GRANT CREATE ON DATABASE <database> TO <role>'],
  [/^permission denied for sequence/, 'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO <role>'],
  [
    /^permission denied for (?:table|view|materialized view)/,
    'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO <role>',
  ],
  [/^must be owner of/, 'GRANT <owner> TO <role>'],
];

function adviceOnRights(message: string): string {
  const begin = 'The role of DATABASE_URL lacks a right';
  const [pattern, grant] = grants.find(([candidate]) => candidate.test(message)) ?? [];
  if (!pattern) return `${begin}: it must own the database, or have CREATE on it and on its schema "public".`;
  const statement = pattern.exec(message)![0].replace(pattern, grant!);
  return `${begin}: let the owner of the database run "${statement}", or use the role of the owner.`;
}

/** Said of a connection by `pg` or by a socket, without a code. */
const said: readonly (readonly [RegExp, string])[] = [
  [
    /does not support SSL connections/,
    'The database takes no encrypted connections: leave sslmode out of DATABASE_URL, or set up TLS there.',
  ],
  [
    /password must be a (non-empty )?string/,
    'The database asks for a password, and DATABASE_URL has none: write it as postgres://user:password@host/database.',
  ],
];

/** @returns undefined for any other fault */
export function inWords(fault: unknown): string | undefined {
  if (!types.isNativeError(fault)) return undefined;
  const { code = 'no code' } = fault as { code?: string };
  if (code === '42501') return `${adviceOnRights(fault.message)} (${code}: ${fault.message})`;
  const words =
    advice[code] ??
    (isOfConnecting(fault) ? unconnected[code] : undefined) ??
    said.find(([pattern]) => pattern.test(fault.message))?.[1];
  return words === undefined ? undefined : `${words} (${code}: ${messageOf(fault)})`;
}

/** Of a name with several addresses there are several faults, and no message for all. */
const partsOf = (fault: Error): readonly Error[] => (fault as { errors?: readonly Error[] }).errors ?? [fault];
const messageOf = (fault: Error) =>
  partsOf(fault)
    .map(({ message }) => message)
    .join('; ');

/** A port that may not be listened on and a file that is not there have the same codes. */
const isOfConnecting = (fault: Error) =>
  partsOf(fault).every((part) => (part as { syscall?: string }).syscall === 'connect');
