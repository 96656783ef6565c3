/** Advice for errors that keep a process from opening its database. */
import { types } from 'node:util';

/** By SQLSTATE, or the code of OpenSSL and Node.js. */
const advice: Readonly<Record<string, string>> = {
  '08P01':
    'The server at DATABASE_URL does not accept the connection: it is a pooler that rejects a setting or does not know the database, or it is not PostgreSQL.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'The database uses a self-signed certificate: name its authority with sslrootcert=/path/to/ca.pem in DATABASE_URL.',
  SELF_SIGNED_CERT_IN_CHAIN:
    'The certificate of the database is signed by an authority that this machine does not trust: name it with sslrootcert=/path/to/ca.pem in DATABASE_URL.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'The certificate of the database cannot be traced to an authority: name it with sslrootcert=/path/to/ca.pem in DATABASE_URL.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'The certificate of the database is signed by an authority that this machine does not trust: name it with sslrootcert=/path/to/ca.pem in DATABASE_URL.',
  CERT_HAS_EXPIRED: 'The certificate of the database has expired: renew it on the server.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate of the database does not match the host in DATABASE_URL: use the host name in the certificate.',
};

/** For errors while connecting, by system error code. */
const unconnected: Readonly<Record<string, string>> = {
  ENOENT:
    'There is no database socket at the path in DATABASE_URL: is PostgreSQL running, and are the folder (unix_socket_directories) and port right?',
  EACCES: 'The user of this process may not access the database socket: grant access, or use TCP.',
  ECONNREFUSED:
    'Nothing accepts connections at the address in DATABASE_URL: is PostgreSQL running, and does it listen there (listen_addresses, port)?',
};

/** The statement that grants the privilege that PostgreSQL reports as missing. */
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
  const begin = 'The role of DATABASE_URL lacks a privilege';
  const [pattern, grant] = grants.find(([candidate]) => candidate.test(message)) ?? [];
  if (!pattern) return `${begin}: it must own the database, or have CREATE on it and on its schema "public".`;
  const statement = pattern.exec(message)![0].replace(pattern, grant!);
  return `${begin}: run "${statement}" as the owner of the database, or connect as the owner.`;
}

/** Errors of `pg` or the socket that have no code. */
const said: readonly (readonly [RegExp, string])[] = [
  [
    /does not support SSL connections/,
    'The database does not accept TLS connections: remove sslmode from DATABASE_URL, or enable TLS on the server.',
  ],
  [
    /password must be a (non-empty )?string/,
    'The database requires a password, and DATABASE_URL has none: write it as postgres://user:password@host/database.',
  ],
];

/** @returns undefined for any other error */
export function inWords(error: unknown): string | undefined {
  if (!types.isNativeError(error)) return undefined;
  const { code = 'no code' } = error as { code?: string };
  if (code === '42501') return `${adviceOnRights(error.message)} (${code}: ${error.message})`;
  const words =
    advice[code] ??
    (isConnectError(error) ? unconnected[code] : undefined) ??
    said.find(([pattern]) => pattern.test(error.message))?.[1];
  return words === undefined ? undefined : `${words} (${code}: ${messageOf(error)})`;
}

/** A host name with several addresses causes an aggregate of errors without a message. */
const partsOf = (error: Error): readonly Error[] => (error as { errors?: readonly Error[] }).errors ?? [error];
const messageOf = (error: Error) =>
  partsOf(error)
    .map(({ message }) => message)
    .join('; ');

/** Listening on a port and opening a file fail with the same codes. */
const isConnectError = (error: Error) =>
  partsOf(error).every((part) => (part as { syscall?: string }).syscall === 'connect');
