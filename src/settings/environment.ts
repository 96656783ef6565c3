/**
 * The only place that reads the settings of the process. Everything is parsed and checked once, at start, and every
 * fault is reported together: whoever sets the server up should not have to start it once per mistake.
 */
import { ANSWER_SETTINGS, type CacheTagHeader, type FederationVersion } from './answers.js';
import { CLIENT_SETTINGS } from './clients.js';
import { DATABASE_SETTINGS } from './database.js';
import { httpLimits, LIMITS, queryLimits, type HttpLimits, type QueryLimits } from './limits.js';
import { integer, oneOf, Refusal, type Mode, type Setting } from './parsers.js';
import { PROCESS_SETTINGS, type LogLevel } from './process.js';

/** The settings of this process, checked and immutable. */
export interface Environment {
  readonly mode: Mode;
  readonly port: number;
  readonly host: string;
  /** Absent: the embedded database in `dataDir`. May contain a password: never log it. */
  readonly databaseUrl: string | undefined;
  /** For what needs a session of its own: listening, cancelling, migrations. Never log it. */
  readonly databaseListenUrl: string | undefined;
  /** Absolute. */
  readonly dataDir: string;
  readonly databasePoolSize: number;
  readonly databaseQueueSize: number;
  /** Share of the connections that one client may hold while nobody else holds any. */
  readonly databaseClientShare: number;
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
  /** Share of them that one client may hold while nobody else holds any. */
  readonly clientShare: number;
  /** How many of them heavy clients may hold together while light ones ask. */
  readonly heavyClientPlaces: number;
  readonly maxQueuedRequests: number;
  readonly queueTimeoutMs: number;
  readonly refusalDelayMs: number;
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
  /** Absent: metrics are given at `port`. */
  readonly metricsPort: number | undefined;
  /** Where traces are sent; absent: nowhere. May contain a password: never log it. */
  readonly otlpEndpoint: string | undefined;
  readonly otlpSampleRatio: number;
  readonly limits: QueryLimits;
  readonly httpLimits: HttpLimits;
  /** Addresses and subnets of proxies whose word about their clients is taken. */
  readonly trustProxy: readonly string[];
  /** Units of cost that one client may ask for; absent: as much as it likes. */
  readonly rateLimit: { readonly perMinute: number; readonly burst: number } | undefined;
  /** What a request is charged for what it took, in units of cost. */
  readonly costWeights: { readonly databaseMs: number; readonly eventLoopMs: number; readonly sent10Kb: number };
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
export interface EnvironmentProblem {
  readonly name: string;
  readonly expected: string;
  readonly received: string;
}

/** The process cannot start with these settings. `faults` lists all that is wrong with them, not only the first. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(readonly faults: readonly EnvironmentProblem[]) {
    const lines = faults.map(({ name, expected, received }) => `  ${name}: expected ${expected}, got ${received}`);
    super(['The settings in the environment are not usable:', ...lines].join('\n'));
  }
}

const MODES: readonly Mode[] = ['development', 'production', 'test'];

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
  NODE_ENV: MODE,
  ...PROCESS_SETTINGS,
  ...DATABASE_SETTINGS,
  ...ANSWER_SETTINGS,
  ...CLIENT_SETTINGS,
  ...LIMIT_SETTINGS,
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
  const faults: EnvironmentProblem[] = [];

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
    databaseListenUrl: read('DATABASE_LISTEN_URL', TABLE.DATABASE_LISTEN_URL, mode),
    dataDir: read('DATA_DIR', TABLE.DATA_DIR, mode),
    databasePoolSize: read('DATABASE_POOL_SIZE', TABLE.DATABASE_POOL_SIZE, mode),
    databaseQueueSize: read('DATABASE_QUEUE_SIZE', TABLE.DATABASE_QUEUE_SIZE, mode),
    databaseClientShare: read('DATABASE_CLIENT_SHARE', TABLE.DATABASE_CLIENT_SHARE, mode),
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
    clientShare: read('CLIENT_SHARE', TABLE.CLIENT_SHARE, mode),
    heavyClientPlaces: read('HEAVY_CLIENT_PLACES', TABLE.HEAVY_CLIENT_PLACES, mode),
    maxQueuedRequests: read('MAX_QUEUED_REQUESTS', TABLE.MAX_QUEUED_REQUESTS, mode),
    queueTimeoutMs: read('QUEUE_TIMEOUT_MS', TABLE.QUEUE_TIMEOUT_MS, mode),
    refusalDelayMs: read('REFUSAL_DELAY_MS', TABLE.REFUSAL_DELAY_MS, mode),
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
    metricsPort: read<number | undefined>('METRICS_PORT', TABLE.METRICS_PORT, mode),
    otlpEndpoint: read('OTEL_EXPORTER_OTLP_ENDPOINT', TABLE.OTEL_EXPORTER_OTLP_ENDPOINT, mode),
    otlpSampleRatio: read('OTEL_TRACES_SAMPLER_ARG', TABLE.OTEL_TRACES_SAMPLER_ARG, mode),
    limits: queryLimits(({ name }) => read(name, LIMIT_SETTINGS[name]!, mode)),
    httpLimits: httpLimits(({ name }) => read(name, LIMIT_SETTINGS[name]!, mode)),
    trustProxy: Object.freeze([...read<readonly string[]>('TRUST_PROXY', TABLE.TRUST_PROXY, mode)]),
    rateLimit: perMinute > 0 ? Object.freeze({ perMinute, burst }) : undefined,
    costWeights: Object.freeze({
      databaseMs: read('COST_DATABASE_MS', TABLE.COST_DATABASE_MS, mode),
      eventLoopMs: read('COST_EVENT_LOOP_MS', TABLE.COST_EVENT_LOOP_MS, mode),
      sent10Kb: read('COST_SENT_10_KB', TABLE.COST_SENT_10_KB, mode),
    }),
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
  if (environment.metricsPort === environment.port && environment.port !== 0) {
    faults.push({
      name: 'METRICS_PORT',
      expected: 'another port than PORT, or none',
      received: String(environment.port),
    });
  }
  if (faults.length > 0) throw new EnvironmentError(faults);
  return Object.freeze(environment);
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
