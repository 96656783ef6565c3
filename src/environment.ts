/**
 * The only place that reads the settings of the process. Everything is parsed and checked once, at start, and every
 * fault is reported together: whoever sets the server up should not have to start it once per mistake.
 */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { httpLimits, LIMITS, queryLimits, type HttpLimits, type QueryLimits } from './environment.limits.js';

export type Mode = 'development' | 'production' | 'test';
export type CacheTagHeader = 'surrogate-key' | 'cache-tag';
export type FederationVersion = '2.9' | '2.12';
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The settings of this process, checked and immutable. */
export interface Environment {
  readonly mode: Mode;
  readonly port: number;
  readonly host: string;
  /** Absent: the embedded database in `dataDir`. May contain a password: never log it. */
  readonly databaseUrl: string | undefined;
  /** Absolute. */
  readonly dataDir: string;
  readonly databasePoolSize: number;
  readonly databaseQueueSize: number;
  readonly databaseConnectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly migrationWaitMs: number;
  /** May contain passwords: never log them. */
  readonly databaseReplicaUrls: readonly string[];
  readonly replicaMaxLagMs: number;
  readonly logLevel: LogLevel;
  /** Origins whose pages may call the API from a browser; `*` stands for all of them. */
  readonly corsOrigins: readonly string[];
  readonly explorer: boolean;
  /** Version of the federation specification in which the subgraph is written. */
  readonly federationVersion: FederationVersion;
  /** Whether the subgraph has `Query.node` and `Query.nodes`; only one of a supergraph can. */
  readonly nodeQuery: boolean;
  /** What routers show to ask for `_entities` and `_service`; absent: everybody may. Never log it. */
  readonly routerSecret: string | undefined;
  /** Longest time that caches may keep answers, in seconds; 0: not at all. */
  readonly cacheMaxAge: number;
  readonly maxConcurrentRequests: number;
  readonly maxQueuedRequests: number;
  readonly queueTimeoutMs: number;
  readonly eventLoopLimitMs: number;
  /** How long the server tells that it is about to stop before it stops. */
  readonly shutdownDelayMs: number;
  /** Megabytes of answers that are kept; 0: none. */
  readonly responseCacheMb: number;
  /** Seconds for which caches may give an answer that is out of date while they fetch a new one. */
  readonly staleWhileRevalidate: number;
  /** The header that tells caches what an answer is made of; absent: none does. */
  readonly cacheTagHeader: CacheTagHeader | undefined;
  readonly shutdownGraceMs: number;
  readonly logRequests: boolean;
  readonly slowStatementMs: number;
  readonly slowStatementPlan: boolean;
  readonly metrics: boolean;
  /** Where traces are sent; absent: nowhere. May contain a password: never log it. */
  readonly otlpEndpoint: string | undefined;
  readonly otlpSampleRatio: number;
  readonly limits: QueryLimits;
  readonly httpLimits: HttpLimits;
  /** Addresses and subnets of proxies whose word about their clients is taken. */
  readonly trustProxy: readonly string[];
  /** Units of cost that one client may ask for; absent: as much as it likes. */
  readonly rateLimit: { readonly perMinute: number; readonly burst: number } | undefined;
  /** In lower case. */
  readonly clientHeader: string | undefined;
  /** May contain a password: never log it. */
  readonly redisUrl: string | undefined;
  /** Absolute path of the manifest. */
  readonly trustedDocuments: string | undefined;
  readonly trustedDocumentsOnly: boolean;
  readonly persistedQueriesBytes: number;
}

/** One variable that does not hold what it should. `received` is safe to log: it never contains a password. */
export interface EnvironmentFault {
  readonly name: string;
  readonly expected: string;
  readonly received: string;
}

/** The process cannot start with these settings. `faults` lists all that is wrong with them, not only the first. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(readonly faults: readonly EnvironmentFault[]) {
    const lines = faults.map(({ name, expected, received }) => `  ${name}: expected ${expected}, got ${received}`);
    super(['The settings in the environment are not usable:', ...lines].join('\n'));
  }
}

/** Turns the text of a variable into its value, or says what is wrong by returning a `Refusal`. */
type Parser<Value> = (text: string) => Value | Refusal;

class Refusal {
  constructor(
    readonly expected: string,
    /** Given where the text itself must not be shown. */
    readonly received?: string,
  ) {}
}

interface Setting<Value> {
  /** What holds when the variable is absent or blank. */
  readonly fallback: (mode: Mode) => Value;
  /** The fallback in words, for people. */
  readonly default: string;
  readonly description: string;
  readonly parse: Parser<Value>;
}

const LOG_LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const FEDERATION_VERSIONS: readonly FederationVersion[] = ['2.9', '2.12'];
const CACHE_TAG_HEADERS: readonly CacheTagHeader[] = ['surrogate-key', 'cache-tag'];
const MODES: readonly Mode[] = ['development', 'production', 'test'];

/** The hosted explorers of Apollo call the API from these pages. */
const EXPLORER_ORIGINS = ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'];

const MODE: Setting<Mode> = {
  fallback: () => 'development',
  default: 'development',
  description: '`development`, `production` or `test`. Decides the defaults of other settings.',
  parse: oneOf(MODES),
};

/** A limit has the same default in every mode. */
const LIMIT_SETTINGS: Record<string, Setting<number>> = Object.fromEntries(
  LIMITS.map(({ name, default: fallback, least, most, description }) => [
    name,
    { fallback: () => fallback, default: String(fallback), description, parse: integer(least, most) },
  ]),
);

const TABLE = {
  PORT: {
    fallback: () => 4000,
    default: '4000',
    description: 'Port of the HTTP server; 0 takes any free one.',
    parse: integer(0, 65_535),
  },
  HOST: {
    fallback: (mode) => (mode === 'production' ? '0.0.0.0' : '127.0.0.1'),
    default: '127.0.0.1; in production 0.0.0.0',
    description: 'Address that the HTTP server listens on.',
    parse: hostName,
  },
  DATABASE_URL: {
    fallback: () => undefined,
    default: 'none: the embedded database',
    description:
      'PostgreSQL 15 or newer to use in place of the embedded database: `postgres://user:password@host/name`.',
    parse: databaseUrl,
  },
  DATA_DIR: {
    fallback: () => resolve('data'),
    default: './data',
    description: 'Folder where the embedded database lives.',
    parse: folder,
  },
  DATABASE_POOL_SIZE: {
    fallback: () => 10,
    default: '10',
    description: 'Most connections to the database that this process holds open.',
    parse: integer(1, 1_000),
  },
  STATEMENT_TIMEOUT_MS: {
    fallback: () => 5_000,
    default: '5000',
    description: 'Longest time that one SQL statement of a request may take, in milliseconds.',
    parse: integer(1, 3_600_000),
  },
  LOCK_TIMEOUT_MS: {
    fallback: () => 2_000,
    default: '2000',
    description: 'Longest time that a statement of a request may wait for a lock, in milliseconds.',
    parse: integer(1, 3_600_000),
  },
  DATABASE_CONNECT_TIMEOUT_MS: {
    fallback: () => 2_000,
    default: '2000',
    description: 'Longest time that a statement may wait for a connection, in milliseconds.',
    parse: integer(1, 600_000),
  },
  DATABASE_QUEUE_SIZE: {
    fallback: () => 200,
    default: '200',
    description: 'Most statements that wait for a connection; one more is refused at once.',
    parse: integer(0, 100_000),
  },
  DATABASE_REPLICA_URLS: {
    fallback: () => [],
    default: 'none: all reads go to the primary',
    description: 'Streaming replicas of the database that answer reads, as URLs separated by commas.',
    parse: databaseUrls,
  },
  REPLICA_MAX_LAG_MS: {
    fallback: () => 2_000,
    default: '2000',
    description: 'A replica whose data may be older than this is not asked, in milliseconds.',
    parse: integer(500, 3_600_000),
  },
  MIGRATION_WAIT_MS: {
    fallback: () => 300_000,
    default: '300000',
    description: 'Longest time that a process waits at start while another changes the schema, in milliseconds.',
    parse: integer(0, 86_400_000),
  },
  LOG_LEVEL: {
    fallback: (): LogLevel => 'info',
    default: 'info',
    description: `Least weight of the events that are logged: ${LOG_LEVELS.map((level) => `\`${level}\``).join(', ')}.`,
    parse: oneOf(LOG_LEVELS),
  },
  NODE_ENV: MODE,
  CORS_ORIGINS: {
    fallback: (mode) => (mode === 'production' ? [] : EXPLORER_ORIGINS),
    default: `${EXPLORER_ORIGINS.join(', ')}; in production none`,
    description: 'Origins whose pages may call the API from a browser, separated by commas; `*` for all.',
    parse: origins,
  },
  EXPLORER: {
    fallback: (mode) => mode !== 'production',
    default: 'true; in production false',
    description: 'Whether a browser that opens `/graphql` gets the query explorer.',
    parse: boolean,
  },
  FEDERATION_VERSION: {
    fallback: (): FederationVersion => '2.9',
    default: '2.9',
    description: 'Version of the federation specification of the subgraph: `2.9`, or `2.12`, which adds `@cacheTag`.',
    parse: oneOf(FEDERATION_VERSIONS),
  },
  NODE_QUERY: {
    fallback: () => true,
    default: 'true',
    description: 'Whether the subgraph has `Query.node` and `Query.nodes`; only one subgraph of a supergraph can.',
    parse: boolean,
  },
  ROUTER_SECRET: {
    fallback: () => undefined,
    default: 'none: everybody may ask for entities',
    description: 'What routers send in the header `router-authorization` to ask for `_entities` and `_service`.',
    parse: secret,
  },
  CACHE_MAX_AGE_SECONDS: {
    fallback: () => 600,
    default: '600',
    description: 'Longest time that clients, CDNs and routers may keep answers, in seconds; 0: not at all.',
    parse: integer(0, 86_400),
  },
  MAX_CONCURRENT_REQUESTS: {
    fallback: () => 100,
    default: '100',
    description: 'Most GraphQL requests that are worked on at once; others queue.',
    parse: integer(1, 100_000),
  },
  MAX_QUEUED_REQUESTS: {
    fallback: () => 400,
    default: '400',
    description: 'Most GraphQL requests in the queue; one more is refused with 503.',
    parse: integer(0, 100_000),
  },
  QUEUE_TIMEOUT_MS: {
    fallback: () => 2_000,
    default: '2000',
    description: 'Longest time in the queue, in milliseconds; after it a request is refused with 503.',
    parse: integer(1, 600_000),
  },
  EVENT_LOOP_LIMIT_MS: {
    fallback: () => 1_000,
    default: '1000',
    description:
      'If the event loop of the process is later than this, in milliseconds, GraphQL requests are refused with 503.',
    parse: integer(10, 600_000),
  },
  LOG_REQUESTS: {
    fallback: () => true,
    default: 'true',
    description: 'Whether each GraphQL request is logged with a line, at level `info`.',
    parse: boolean,
  },
  SLOW_STATEMENT_MS: {
    fallback: () => 500,
    default: '500',
    description: 'SQL statements that take this long, in milliseconds, are logged.',
    parse: integer(0, 3_600_000),
  },
  SLOW_STATEMENT_PLAN: {
    fallback: () => false,
    default: 'false',
    description: 'Whether they are logged with their plan (`EXPLAIN`, each statement once a minute at most).',
    parse: boolean,
  },
  METRICS: {
    fallback: () => true,
    default: 'true',
    description: 'Whether `/metrics` gives metrics to Prometheus.',
    parse: boolean,
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    fallback: () => undefined,
    default: 'none: no traces',
    description: 'OpenTelemetry collector that takes traces over HTTP, such as `http://localhost:4318`.',
    parse: httpUrl,
  },
  OTEL_TRACES_SAMPLER_ARG: {
    fallback: () => 1,
    default: '1',
    description: 'Share of requests that are traced, from 0 to 1, unless the caller has decided it.',
    parse: share,
  },
  SHUTDOWN_DELAY_MS: {
    fallback: (mode) => (mode === 'production' ? 5_000 : 0),
    default: '0; in production 5000',
    description:
      'How long a process that is told to stop goes on answering while `/readyz` already says 503, in milliseconds.',
    parse: integer(0, 600_000),
  },
  RESPONSE_CACHE_MB: {
    fallback: () => 32,
    default: '32',
    description: 'Memory for answers that are kept until what they are made of changes, in megabytes; 0 keeps none.',
    parse: integer(0, 100_000),
  },
  STALE_WHILE_REVALIDATE_SECONDS: {
    fallback: () => 30,
    default: '30',
    description:
      'How long caches may give an answer that is out of date while they fetch a new one, in seconds; 0 says nothing of it.',
    parse: integer(0, 86_400),
  },
  CACHE_TAG_HEADER: {
    fallback: (): CacheTagHeader | undefined => undefined,
    default: 'none: caches are not told',
    description: 'Header that tells a CDN what an answer is made of, for purging: `surrogate-key` or `cache-tag`.',
    parse: oneOf(CACHE_TAG_HEADERS) as Parser<CacheTagHeader | undefined>,
  },
  SHUTDOWN_GRACE_MS: {
    fallback: () => 10_000,
    default: '10000',
    description: 'How long requests in progress may take to end when the process is told to stop, in milliseconds.',
    parse: integer(0, 600_000),
  },
  ...LIMIT_SETTINGS,
  TRUST_PROXY: {
    fallback: (): readonly string[] => [],
    default: 'none',
    description:
      'Addresses and subnets (`10.0.0.0/8`) of the proxies in front, separated by commas: what they say of the client is believed.',
    parse: addresses,
  },
  RATE_LIMIT: {
    fallback: (mode) => (mode === 'production' ? 60_000 : 1_000_000),
    default: '1000000; in production 60000',
    description: 'Units of cost that one client may ask for in a minute; 0 for no limit.',
    parse: integer(0, 1_000_000_000),
  },
  RATE_LIMIT_BURST: {
    fallback: (mode) => (mode === 'production' ? 120_000 : 2_000_000),
    default: '2000000; in production 120000',
    description: 'Units of cost beyond that which one client may ask for in ten minutes.',
    parse: integer(0, 1_000_000_000),
  },
  CLIENT_HEADER: {
    fallback: () => undefined,
    default: 'none: clients are known by their address',
    description: 'Header in which a proxy of `TRUST_PROXY` names the client, for example by the key that it checked.',
    parse: headerName,
  },
  REDIS_URL: {
    fallback: () => undefined,
    default: 'none: each process counts by itself',
    description:
      'Redis in which several processes count together what clients ask for: `redis://user:password@host:6379`.',
    parse: redisUrl,
  },
  TRUSTED_DOCUMENTS: {
    fallback: () => undefined,
    default: 'none',
    description:
      'File with the documents that clients may name by an id: a manifest of Apollo, Relay or GraphQL Code Generator.',
    parse: file,
  },
  TRUSTED_DOCUMENTS_ONLY: {
    fallback: () => false,
    default: 'false',
    description: 'Whether only the documents of `TRUSTED_DOCUMENTS` are answered.',
    parse: boolean,
  },
  PERSISTED_QUERIES_BYTES: {
    fallback: () => 10_000_000,
    default: '10000000',
    description:
      'Memory for documents that clients register by their hashes (automatic persisted queries); 0 for none.',
    parse: integer(0, 1_000_000_000),
  },
} satisfies Record<string, Setting<unknown>>;

/** Every setting with its default and its meaning, in words: the documentation is checked against this. */
export const SETTINGS: readonly { readonly name: string; readonly default: string; readonly description: string }[] =
  Object.freeze(
    Object.entries(TABLE).map(([name, row]) =>
      Object.freeze({ name, default: row.default, description: row.description }),
    ),
  );

/**
 * Reads and checks all settings.
 *
 * @param env the variables, normally `process.env`; a blank one counts as absent, an unknown one is ignored
 * @throws {EnvironmentError} listing every variable that does not hold what it should
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const faults: EnvironmentFault[] = [];

  const read = <Value>(name: string, setting: Setting<Value>, mode: Mode): Value => {
    const text = env[name]?.trim() ?? '';
    if (text === '') return setting.fallback(mode);
    const value = setting.parse(text);
    if (!(value instanceof Refusal)) return value;
    faults.push({ name, expected: value.expected, received: value.received ?? quoted(text) });
    return setting.fallback(mode);
  };

  const mode = read('NODE_ENV', MODE, 'development');
  const perMinute = read('RATE_LIMIT', TABLE.RATE_LIMIT, mode);
  const burst = read('RATE_LIMIT_BURST', TABLE.RATE_LIMIT_BURST, mode);
  const trustedDocuments = read<string | undefined>('TRUSTED_DOCUMENTS', TABLE.TRUSTED_DOCUMENTS, mode);
  const trustedDocumentsOnly = read('TRUSTED_DOCUMENTS_ONLY', TABLE.TRUSTED_DOCUMENTS_ONLY, mode);
  const environment: Environment = {
    mode,
    port: read('PORT', TABLE.PORT, mode),
    host: read('HOST', TABLE.HOST, mode),
    databaseUrl: read('DATABASE_URL', TABLE.DATABASE_URL, mode),
    dataDir: read('DATA_DIR', TABLE.DATA_DIR, mode),
    databasePoolSize: read('DATABASE_POOL_SIZE', TABLE.DATABASE_POOL_SIZE, mode),
    databaseQueueSize: read('DATABASE_QUEUE_SIZE', TABLE.DATABASE_QUEUE_SIZE, mode),
    databaseConnectTimeoutMs: read('DATABASE_CONNECT_TIMEOUT_MS', TABLE.DATABASE_CONNECT_TIMEOUT_MS, mode),
    statementTimeoutMs: read('STATEMENT_TIMEOUT_MS', TABLE.STATEMENT_TIMEOUT_MS, mode),
    lockTimeoutMs: read('LOCK_TIMEOUT_MS', TABLE.LOCK_TIMEOUT_MS, mode),
    migrationWaitMs: read('MIGRATION_WAIT_MS', TABLE.MIGRATION_WAIT_MS, mode),
    databaseReplicaUrls: Object.freeze([
      ...read<readonly string[]>('DATABASE_REPLICA_URLS', TABLE.DATABASE_REPLICA_URLS, mode),
    ]),
    replicaMaxLagMs: read('REPLICA_MAX_LAG_MS', TABLE.REPLICA_MAX_LAG_MS, mode),
    logLevel: read('LOG_LEVEL', TABLE.LOG_LEVEL, mode),
    corsOrigins: Object.freeze([...read<readonly string[]>('CORS_ORIGINS', TABLE.CORS_ORIGINS, mode)]),
    explorer: read('EXPLORER', TABLE.EXPLORER, mode),
    federationVersion: read('FEDERATION_VERSION', TABLE.FEDERATION_VERSION, mode),
    nodeQuery: read('NODE_QUERY', TABLE.NODE_QUERY, mode),
    routerSecret: read('ROUTER_SECRET', TABLE.ROUTER_SECRET, mode),
    cacheMaxAge: read('CACHE_MAX_AGE_SECONDS', TABLE.CACHE_MAX_AGE_SECONDS, mode),
    maxConcurrentRequests: read('MAX_CONCURRENT_REQUESTS', TABLE.MAX_CONCURRENT_REQUESTS, mode),
    maxQueuedRequests: read('MAX_QUEUED_REQUESTS', TABLE.MAX_QUEUED_REQUESTS, mode),
    queueTimeoutMs: read('QUEUE_TIMEOUT_MS', TABLE.QUEUE_TIMEOUT_MS, mode),
    eventLoopLimitMs: read('EVENT_LOOP_LIMIT_MS', TABLE.EVENT_LOOP_LIMIT_MS, mode),
    shutdownDelayMs: read('SHUTDOWN_DELAY_MS', TABLE.SHUTDOWN_DELAY_MS, mode),
    responseCacheMb: read('RESPONSE_CACHE_MB', TABLE.RESPONSE_CACHE_MB, mode),
    staleWhileRevalidate: read('STALE_WHILE_REVALIDATE_SECONDS', TABLE.STALE_WHILE_REVALIDATE_SECONDS, mode),
    cacheTagHeader: read('CACHE_TAG_HEADER', TABLE.CACHE_TAG_HEADER, mode),
    shutdownGraceMs: read('SHUTDOWN_GRACE_MS', TABLE.SHUTDOWN_GRACE_MS, mode),
    logRequests: read('LOG_REQUESTS', TABLE.LOG_REQUESTS, mode),
    slowStatementMs: read('SLOW_STATEMENT_MS', TABLE.SLOW_STATEMENT_MS, mode),
    slowStatementPlan: read('SLOW_STATEMENT_PLAN', TABLE.SLOW_STATEMENT_PLAN, mode),
    metrics: read('METRICS', TABLE.METRICS, mode),
    otlpEndpoint: read('OTEL_EXPORTER_OTLP_ENDPOINT', TABLE.OTEL_EXPORTER_OTLP_ENDPOINT, mode),
    otlpSampleRatio: read('OTEL_TRACES_SAMPLER_ARG', TABLE.OTEL_TRACES_SAMPLER_ARG, mode),
    limits: queryLimits(({ name }) => read(name, LIMIT_SETTINGS[name]!, mode)),
    httpLimits: httpLimits(({ name }) => read(name, LIMIT_SETTINGS[name]!, mode)),
    trustProxy: Object.freeze([...read<readonly string[]>('TRUST_PROXY', TABLE.TRUST_PROXY, mode)]),
    rateLimit: perMinute > 0 ? Object.freeze({ perMinute, burst }) : undefined,
    clientHeader: read('CLIENT_HEADER', TABLE.CLIENT_HEADER, mode),
    redisUrl: read('REDIS_URL', TABLE.REDIS_URL, mode),
    trustedDocuments,
    trustedDocumentsOnly,
    persistedQueriesBytes: read('PERSISTED_QUERIES_BYTES', TABLE.PERSISTED_QUERIES_BYTES, mode),
  };
  if (trustedDocumentsOnly && trustedDocuments === undefined) {
    faults.push({
      name: 'TRUSTED_DOCUMENTS',
      expected: 'a file, since TRUSTED_DOCUMENTS_ONLY is set',
      received: 'none',
    });
  }
  if (faults.length > 0) throw new EnvironmentError(faults);
  return Object.freeze(environment);
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

function integer(least: number, most: number): Parser<number> {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    return value >= least && value <= most ? value : new Refusal(`a whole number from ${least} to ${most}`);
  };
}

function oneOf<Value extends string>(values: readonly Value[]): Parser<Value> {
  return (text) => values.find((value) => value === text) ?? new Refusal(`one of ${values.join(', ')}`);
}

function boolean(text: string): boolean | Refusal {
  if (/^(true|1|yes|on)$/i.test(text)) return true;
  if (/^(false|0|no|off)$/i.test(text)) return false;
  return new Refusal('true or false');
}

/** What a header can carry, and too long to be guessed; a fault does not show it. */
function secret(text: string): string | undefined | Refusal {
  return /^[!-~]{16,}$/.test(text)
    ? text
    : new Refusal('at least 16 characters of ASCII without spaces', 'another text');
}

function hostName(text: string): string | Refusal {
  return /^[\w.:%-]+$/.test(text) ? text : new Refusal('an address or a host name, without a scheme or a path');
}

function folder(text: string): string | Refusal {
  return text.includes('\0') ? new Refusal('the path of a folder') : resolve(text);
}

/** A fault says no more of the value than its scheme: in a URL that cannot be parsed the password may stand anywhere. */
function databaseUrl(text: string): string | undefined | Refusal {
  const expected = 'a URL of the form postgres://user:password@host:port/database';
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  if (scheme === undefined) return new Refusal(expected, 'something that is not a URL');
  if (!/^postgres(ql)?$/i.test(scheme)) return new Refusal(expected, `a URL that begins with ${scheme}://`);
  const faulty = new Refusal(
    expected,
    `a URL that begins with ${scheme}:// but cannot be read (is the password URL-encoded?)`,
  );
  if (!URL.canParse(text)) return faulty;
  try {
    const { username, password, pathname } = new URL(text);
    [username, password, pathname].forEach(decodeURIComponent);
    return text;
  } catch {
    return faulty;
  }
}

function databaseUrls(text: string): readonly string[] | Refusal {
  const urls: string[] = [];
  for (const part of text.split(',').map((url) => url.trim())) {
    const url = databaseUrl(part);
    if (url instanceof Refusal) return new Refusal(`${url.expected}, or several, separated by commas`, url.received);
    urls.push(url!);
  }
  return urls;
}

/** A fault does not show it, as it may hold a password. */
function httpUrl(text: string): string | undefined | Refusal {
  const isHttp = /^https?:\/\//i.test(text) && URL.canParse(text);
  return isHttp ? text : new Refusal('a URL that begins with http:// or https://', 'another text');
}

function share(text: string): number | Refusal {
  const value = /^\d(\.\d{1,9})?$/.test(text) ? Number(text) : NaN;
  return value >= 0 && value <= 1 ? value : new Refusal('a number from 0 to 1');
}

function origins(text: string): readonly string[] | Refusal {
  const list = text
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  return list.every(isOrigin) ? list : new Refusal('origins such as https://example.org, separated by commas, or *');
}

/** Browsers send an origin without a path or a final slash; one written otherwise would never match. */
function isOrigin(text: string): boolean {
  return text === '*' || (/^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text);
}

function file(text: string): string | undefined | Refusal {
  return /\p{Cc}/u.test(text) ? new Refusal('the path of a file') : resolve(text);
}

function addresses(text: string): readonly string[] | Refusal {
  const list = text.split(',').map((address) => address.trim());
  return list.filter(Boolean).every(isNetwork)
    ? list.filter(Boolean)
    : new Refusal('addresses and subnets such as 10.0.0.0/8, separated by commas');
}

function isNetwork(text: string): boolean {
  const [address = '', bits = '0', ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)]!;
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

function headerName(text: string): string | undefined | Refusal {
  return /^[\w-]+$/.test(text) ? text.toLowerCase() : new Refusal('the name of a header');
}

function redisUrl(text: string): string | undefined | Refusal {
  return /^rediss?:\/\/\S+$/i.test(text) && URL.canParse(text)
    ? text
    : new Refusal('a URL of the form redis://user:password@host:port', 'another text');
}
