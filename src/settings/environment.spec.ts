import { resolve } from 'node:path';
import { EnvironmentError, readEnvironment, SETTINGS, type EnvironmentProblem } from './environment.js';

function faultsOf(env: NodeJS.ProcessEnv): readonly EnvironmentProblem[] {
  try {
    readEnvironment(env);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.faults;
    throw error;
  }
  return [];
}

describe('the settings of the process', () => {
  test('none is required', () => {
    expect(readEnvironment({})).toEqual({
      mode: 'development',
      port: 4000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      databaseListenUrl: undefined,
      dataDir: resolve('data'),
      databasePoolSize: 10,
      databaseQueueSize: 200,
      databaseClientShare: 0.5,
      databaseConnectTimeoutMs: 2000,
      statementTimeoutMs: 5000,
      lockTimeoutMs: 2000,
      migrationWaitMs: 300_000,
      databaseReplicaUrls: [],
      replicaMaxLagMs: 2000,
      logLevel: 'info',
      corsOrigins: ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'],
      explorer: true,
      federationVersion: '2.9',
      nodeQuery: true,
      routerSecret: undefined,
      cacheMaxAge: 600,
      maxConcurrentRequests: 32,
      clientShare: 0.5,
      heavyClientPlaces: 2,
      maxQueuedRequests: 400,
      queueTimeoutMs: 2000,
      refusalDelayMs: 1000,
      eventLoopLimitMs: 1000,
      shutdownDelayMs: 0,
      responseCacheMb: 32,
      staleWhileRevalidate: 30,
      cacheTagHeader: undefined,
      shutdownGraceMs: 10_000,
      logRequests: true,
      slowStatementMs: 500,
      slowStatementPlan: false,
      metrics: true,
      otlpEndpoint: undefined,
      otlpSampleRatio: 1,
      limits: {
        tokens: 2_000,
        brackets: 100,
        depth: 12,
        aliases: 30,
        directives: 20,
        rootFields: 20,
        recursion: 4,
        pageSize: 100,
        conditions: 500,
        cost: 10_000,
        answerBytes: 10_000_000,
        orderEntries: 8,
        filterValues: 2_000,
        costlyRoots: 5,
        errors: 4,
        variableDepth: 32,
        variableValues: 50_000,
      },
      httpLimits: {
        bodyBytes: 1_000_000,
        headerBytes: 16_384,
        headersTimeoutMs: 10_000,
        requestTimeoutMs: 30_000,
        stallTimeoutMs: 75_000,
        keepAliveTimeoutMs: 72_000,
        connectionsPerClient: 1_000,
        unsentBytes: 64_000_000,
        unsentBytesPerClient: 24_000_000,
        slowestBytesPerSecond: 1_000,
        rateWindowMs: 10_000,
      },
      trustProxy: [],
      rateLimit: { perMinute: 1_000_000, burst: 2_000_000 },
      costWeights: { databaseMs: 1, eventLoopMs: 2, sent10Kb: 1 },
      clientHeader: undefined,
      redisUrl: undefined,
      trustedDocuments: undefined,
      trustedDocumentsOnly: false,
      persistedQueriesBytes: 10_000_000,
    });
  });

  test('production listens on all addresses, lets no other origin in and has no explorer', () => {
    expect(readEnvironment({ NODE_ENV: 'production' })).toMatchObject({
      host: '0.0.0.0',
      corsOrigins: [],
      explorer: false,
      shutdownDelayMs: 5000,
    });
  });

  test('each can be set', () => {
    expect(
      readEnvironment({
        PORT: '0',
        HOST: '::1',
        DATABASE_URL: 'postgresql://anna:p%40ss@db.example.org:6432/osce?sslmode=require',
        DATABASE_LISTEN_URL: 'postgres://anna@db.example.org/osce',
        DATA_DIR: '/var/lib/osce',
        DATABASE_POOL_SIZE: '25',
        DATABASE_QUEUE_SIZE: '50',
        DATABASE_CLIENT_SHARE: '0.7',
        DATABASE_CONNECT_TIMEOUT_MS: '300',
        STATEMENT_TIMEOUT_MS: '250',
        LOCK_TIMEOUT_MS: '150',
        MIGRATION_WAIT_MS: '1000',
        DATABASE_REPLICA_URLS: 'postgres://a@one/osce, postgres://a@two/osce',
        REPLICA_MAX_LAG_MS: '700',
        LOG_LEVEL: 'trace',
        NODE_ENV: 'production',
        CORS_ORIGINS: 'https://example.org, http://localhost:3000',
        EXPLORER: 'on',
        FEDERATION_VERSION: '2.12',
        NODE_QUERY: 'off',
        ROUTER_SECRET: '0123456789abcdef',
        CACHE_MAX_AGE_SECONDS: '5',
        MAX_CONCURRENT_REQUESTS: '8',
        CLIENT_SHARE: '1',
        HEAVY_CLIENT_PLACES: '3',
        MAX_QUEUED_REQUESTS: '16',
        QUEUE_TIMEOUT_MS: '500',
        REFUSAL_DELAY_MS: '0',
        EVENT_LOOP_LIMIT_MS: '250',
        SHUTDOWN_DELAY_MS: '3000',
        RESPONSE_CACHE_MB: '0',
        STALE_WHILE_REVALIDATE_SECONDS: '0',
        CACHE_TAG_HEADER: 'surrogate-key',
        SHUTDOWN_GRACE_MS: '0',
        LOG_REQUESTS: 'no',
        SLOW_STATEMENT_MS: '100',
        SLOW_STATEMENT_PLAN: 'yes',
        METRICS: 'off',
        METRICS_PORT: '9464',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
        OTEL_TRACES_SAMPLER_ARG: '0.25',
        LIMIT_DEPTH: '8',
        LIMIT_BODY_BYTES: '5000',
        TRUST_PROXY: '10.0.0.0/8, ::1',
        RATE_LIMIT: '500',
        RATE_LIMIT_BURST: '0',
        CLIENT_HEADER: 'X-Client',
        REDIS_URL: 'redis://:secret@cache.example.org:6379',
        TRUSTED_DOCUMENTS: '/etc/osce/documents.json',
        TRUSTED_DOCUMENTS_ONLY: 'true',
        COST_DATABASE_MS: '3',
        COST_EVENT_LOOP_MS: '0',
        PERSISTED_QUERIES_BYTES: '0',
      }),
    ).toEqual({
      mode: 'production',
      port: 0,
      host: '::1',
      databaseUrl: 'postgresql://anna:p%40ss@db.example.org:6432/osce?sslmode=require',
      databaseListenUrl: 'postgres://anna@db.example.org/osce',
      dataDir: '/var/lib/osce',
      databasePoolSize: 25,
      databaseQueueSize: 50,
      databaseClientShare: 0.7,
      databaseConnectTimeoutMs: 300,
      statementTimeoutMs: 250,
      lockTimeoutMs: 150,
      migrationWaitMs: 1000,
      databaseReplicaUrls: ['postgres://a@one/osce', 'postgres://a@two/osce'],
      replicaMaxLagMs: 700,
      logLevel: 'trace',
      corsOrigins: ['https://example.org', 'http://localhost:3000'],
      explorer: true,
      federationVersion: '2.12',
      nodeQuery: false,
      routerSecret: '0123456789abcdef',
      cacheMaxAge: 5,
      maxConcurrentRequests: 8,
      clientShare: 1,
      heavyClientPlaces: 3,
      maxQueuedRequests: 16,
      queueTimeoutMs: 500,
      refusalDelayMs: 0,
      eventLoopLimitMs: 250,
      shutdownDelayMs: 3000,
      responseCacheMb: 0,
      staleWhileRevalidate: 0,
      cacheTagHeader: 'surrogate-key',
      shutdownGraceMs: 0,
      logRequests: false,
      slowStatementMs: 100,
      slowStatementPlan: true,
      metrics: false,
      metricsPort: 9464,
      otlpEndpoint: 'http://localhost:4318',
      otlpSampleRatio: 0.25,
      limits: { ...readEnvironment({}).limits, depth: 8 },
      httpLimits: { ...readEnvironment({}).httpLimits, bodyBytes: 5_000 },
      trustProxy: ['10.0.0.0/8', '::1'],
      rateLimit: { perMinute: 500, burst: 0 },
      costWeights: { databaseMs: 3, eventLoopMs: 0, sent10Kb: 1 },
      clientHeader: 'x-client',
      redisUrl: 'redis://:secret@cache.example.org:6379',
      trustedDocuments: '/etc/osce/documents.json',
      trustedDocumentsOnly: true,
      persistedQueriesBytes: 0,
    });
  });

  test('clients are limited more in production, and not at all where the limit is 0', () => {
    expect(readEnvironment({ NODE_ENV: 'production' }).rateLimit).toEqual({ perMinute: 60_000, burst: 120_000 });
    expect(readEnvironment({ RATE_LIMIT: '0' }).rateLimit).toBeUndefined();
  });

  test('metrics cannot have a port of their own that is that of the graph', () => {
    expect(faultsOf({ METRICS_PORT: '4000' })).toMatchObject([{ name: 'METRICS_PORT', received: '4000' }]);
    expect(faultsOf({ METRICS_PORT: '65536' })).toMatchObject([{ name: 'METRICS_PORT' }]);
  });

  test('documents cannot be the only ones where there are none', () => {
    expect(faultsOf({ TRUSTED_DOCUMENTS_ONLY: 'true' })).toMatchObject([
      { name: 'TRUSTED_DOCUMENTS', received: 'none' },
    ]);
  });

  test.each([
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', 'proxy.example.org'],
    ['TRUST_PROXY', '::1/129'],
    ['CLIENT_HEADER', 'x client'],
    ['LIMIT_PAGE_SIZE', '101'],
    ['LIMIT_ERRORS', '1'],
  ])('%s does not take %s', (name, value) => {
    expect(faultsOf({ [name]: value })).toMatchObject([{ name }]);
  });

  test('a fault of the URL of Redis does not show its password', () => {
    expect(JSON.stringify(faultsOf({ REDIS_URL: 'http://:secret@cache' }))).not.toContain('secret');
  });

  test('a blank one counts as absent, and an unknown one is ignored', () => {
    expect(readEnvironment({ PORT: '  ', DATABASE_URL: '', SOMETHING_ELSE: 'x' })).toEqual(readEnvironment({}));
  });

  test('a relative data folder becomes absolute', () => {
    expect(readEnvironment({ DATA_DIR: 'here' }).dataDir).toBe(resolve('here'));
  });

  test('they cannot be changed', () => {
    const environment = readEnvironment({});
    expect(Object.isFrozen(environment)).toBe(true);
    expect(Object.isFrozen(environment.corsOrigins)).toBe(true);
    expect(Object.isFrozen(environment.databaseReplicaUrls)).toBe(true);
  });
});

describe('faults in the settings', () => {
  test('are all reported at once, each with what was expected and what came', () => {
    expect(() =>
      readEnvironment({
        PORT: '70000',
        HOST: 'http://localhost',
        DATABASE_URL: 'mysql://anna:secret@db/osce',
        DATABASE_POOL_SIZE: '0',
        STATEMENT_TIMEOUT_MS: 'soon',
        LOG_LEVEL: 'loud',
        NODE_ENV: 'staging',
        CORS_ORIGINS: 'https://example.org/',
        EXPLORER: 'maybe',
        SHUTDOWN_GRACE_MS: '-1',
      }),
    ).toThrow(
      [
        'The settings in the environment are not usable:',
        '  NODE_ENV: expected one of development, production, test, got "staging"',
        '  PORT: expected a whole number from 0 to 65535, got "70000"',
        '  HOST: expected an address or a host name, without a scheme or a path, got "http://localhost"',
        '  DATABASE_URL: expected a URL of the form postgres://user:password@host:port/database, got a URL that begins with mysql://',
        '  DATABASE_POOL_SIZE: expected a whole number from 1 to 1000, got "0"',
        '  STATEMENT_TIMEOUT_MS: expected a whole number from 1 to 3600000, got "soon"',
        '  LOG_LEVEL: expected one of fatal, error, warn, info, debug, trace, silent, got "loud"',
        '  CORS_ORIGINS: expected origins such as https://example.org, separated by commas, or *, got "https://example.org/"',
        '  EXPLORER: expected true or false, got "maybe"',
        '  SHUTDOWN_GRACE_MS: expected a whole number from 0 to 600000, got "-1"',
      ].join('\n'),
    );
  });

  test.each(['4000.5', '1e3', '0x10', '+1', '٤', '99999999999999999999'])('%p is not a port', (PORT) => {
    expect(faultsOf({ PORT })).toMatchObject([{ name: 'PORT' }]);
  });

  test.each([
    'postgres://anna:p%40ss@/osce?host=/cloudsql/project:region:instance',
    'postgres://anna@db/osce?sslmode=verify-full&sslrootcert=/etc/ca.pem',
  ])('%p is an address of a database', (DATABASE_URL) => {
    expect(readEnvironment({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
  });

  test.each(['postgres://anna:secret@db/osce?sslmode=verify', 'postgres://anna:secret@/osce'])(
    '%p is refused in words',
    (DATABASE_URL) => {
      expect(faultsOf({ DATABASE_URL })).toMatchObject([{ expected: expect.stringMatching(/sslmode is one|host=/) }]);
    },
  );

  test.each([
    'postgres://anna:secret@/osce?sslmode=secret',
    'postgres://anna:secret@db/osce?sslmode=secret',
    'mysql://anna:secret@db/osce',
    'anna:secret@db/osce',
    'postgres://anna:secret@db:port/osce',
    'postgres://anna:secret%zz@db/osce',
    'postgres://anna:sec/ret@secret:x/osce',
    'secret',
  ])('the fault of %p does not repeat the password', (DATABASE_URL) => {
    const DATABASE_REPLICA_URLS = `postgres://anna:secret@db/osce,${DATABASE_URL}`;
    const faults = faultsOf({ DATABASE_URL, DATABASE_REPLICA_URLS, OTEL_EXPORTER_OTLP_ENDPOINT: DATABASE_URL });
    expect(faults).toHaveLength(3);
    expect(JSON.stringify(faults)).not.toMatch(/sec\/?ret/);
  });

  test.each([
    'example.org',
    'https://example.org/path',
    'HTTPS://EXAMPLE.ORG',
    'ftp://example.org',
    'null',
    'https://*',
  ])('%p is not an origin', (origin) => {
    // `https://*` is read as a host named "*" by the URL parser of Node, and no page ever has that origin.
    const faults = faultsOf({ CORS_ORIGINS: `https://example.org,${origin}` });
    expect(faults).toMatchObject([{ name: 'CORS_ORIGINS' }]);
  });
});

describe('the table of settings', () => {
  test('names every setting once, with a default and a description', () => {
    const names = SETTINGS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.toSorted()).toEqual([
      'CACHE_MAX_AGE_SECONDS',
      'CACHE_TAG_HEADER',
      'CLIENT_HEADER',
      'CLIENT_SHARE',
      'CORS_ORIGINS',
      'COST_DATABASE_MS',
      'COST_EVENT_LOOP_MS',
      'COST_SENT_10_KB',
      'DATABASE_CLIENT_SHARE',
      'DATABASE_CONNECT_TIMEOUT_MS',
      'DATABASE_LISTEN_URL',
      'DATABASE_POOL_SIZE',
      'DATABASE_QUEUE_SIZE',
      'DATABASE_REPLICA_URLS',
      'DATABASE_URL',
      'DATA_DIR',
      'EVENT_LOOP_LIMIT_MS',
      'EXPLORER',
      'FEDERATION_VERSION',
      'HEADERS_TIMEOUT_MS',
      'HEAVY_CLIENT_PLACES',
      'HOST',
      'KEEP_ALIVE_TIMEOUT_MS',
      'LIMIT_ALIASES',
      'LIMIT_ANSWER_BYTES',
      'LIMIT_BODY_BYTES',
      'LIMIT_BRACKETS',
      'LIMIT_CONDITIONS',
      'LIMIT_COST',
      'LIMIT_COSTLY_ROOTS',
      'LIMIT_DEPTH',
      'LIMIT_DIRECTIVES',
      'LIMIT_ERRORS',
      'LIMIT_FILTER_VALUES',
      'LIMIT_HEADER_BYTES',
      'LIMIT_ORDER_ENTRIES',
      'LIMIT_PAGE_SIZE',
      'LIMIT_RECURSION',
      'LIMIT_ROOT_FIELDS',
      'LIMIT_TOKENS',
      'LIMIT_UNSENT_BYTES',
      'LIMIT_UNSENT_BYTES_PER_CLIENT',
      'LIMIT_VARIABLE_DEPTH',
      'LIMIT_VARIABLE_VALUES',
      'LOCK_TIMEOUT_MS',
      'LOG_LEVEL',
      'LOG_REQUESTS',
      'MAX_CONCURRENT_REQUESTS',
      'MAX_CONNECTIONS_PER_CLIENT',
      'MAX_QUEUED_REQUESTS',
      'METRICS',
      'METRICS_PORT',
      'MIGRATION_WAIT_MS',
      'MIN_BYTES_PER_SECOND',
      'NODE_ENV',
      'NODE_QUERY',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'OTEL_TRACES_SAMPLER_ARG',
      'PERSISTED_QUERIES_BYTES',
      'PORT',
      'QUEUE_TIMEOUT_MS',
      'RATE_LIMIT',
      'RATE_LIMIT_BURST',
      'REDIS_URL',
      'REFUSAL_DELAY_MS',
      'REPLICA_MAX_LAG_MS',
      'REQUEST_TIMEOUT_MS',
      'RESPONSE_CACHE_MB',
      'ROUTER_SECRET',
      'SHUTDOWN_DELAY_MS',
      'SHUTDOWN_GRACE_MS',
      'SLOW_STATEMENT_MS',
      'SLOW_STATEMENT_PLAN',
      'STALE_WHILE_REVALIDATE_SECONDS',
      'STALL_TIMEOUT_MS',
      'STATEMENT_TIMEOUT_MS',
      'TRANSFER_WINDOW_MS',
      'TRUSTED_DOCUMENTS',
      'TRUSTED_DOCUMENTS_ONLY',
      'TRUST_PROXY',
    ]);
    for (const setting of SETTINGS) {
      expect(setting.default).not.toBe('');
      expect(setting.description).toMatch(/\.$/);
    }
  });

  test('every setting in it is one that is read', () => {
    for (const { name } of SETTINGS.filter(({ name }) => name !== 'DATA_DIR')) {
      expect(faultsOf({ [name]: '\u0001 no such value' })).toMatchObject([{ name }]);
    }
  });
});

it.each([
  'postgres://u:1/SECRETPW@h/db',
  'postgres://u:a@/SECRETPW@/db?host=/s',
  'postgres://u:1#SECRETPW@h/db',
  'postgres://u:1?SECRETPW@h/db',
  'postgres://u:SECRETPW%zz@h/db',
  'postgres://u:SECRETPW#x@h/db',
  'postgres://u:SECRETPW@h/db?sslmode=require&sslmode=bogus',
])('an address that would be misread is refused, and no piece of its password is shown: %s', (url) => {
  const faults = faultsOf({ DATABASE_URL: url });
  expect(faults).toMatchObject([{ name: 'DATABASE_URL' }]);
  expect(JSON.stringify(faults)).not.toMatch(/SECRET|bogus/);
});
