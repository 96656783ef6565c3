import { resolve } from 'node:path';
import { EnvironmentError, readEnvironment, SETTINGS, type EnvironmentFault } from './environment.js';

function faultsOf(env: NodeJS.ProcessEnv): readonly EnvironmentFault[] {
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
      dataDir: resolve('data'),
      databasePoolSize: 10,
      statementTimeoutMs: 5000,
      logLevel: 'info',
      corsOrigins: ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'],
      explorer: true,
      federationVersion: '2.9',
      nodeQuery: true,
      routerSecret: undefined,
      cacheMaxAge: 600,
      responseCacheMb: 32,
      staleWhileRevalidate: 30,
      cacheTagHeader: undefined,
      shutdownGraceMs: 10_000,
    });
  });

  test('production listens on all addresses, lets no other origin in and has no explorer', () => {
    expect(readEnvironment({ NODE_ENV: 'production' })).toMatchObject({
      host: '0.0.0.0',
      corsOrigins: [],
      explorer: false,
    });
  });

  test('each can be set', () => {
    expect(
      readEnvironment({
        PORT: '0',
        HOST: '::1',
        DATABASE_URL: 'postgresql://anna:p%40ss@db.example.org:6432/osce?sslmode=require',
        DATA_DIR: '/var/lib/osce',
        DATABASE_POOL_SIZE: '25',
        STATEMENT_TIMEOUT_MS: '250',
        LOG_LEVEL: 'trace',
        NODE_ENV: 'production',
        CORS_ORIGINS: 'https://example.org, http://localhost:3000',
        EXPLORER: 'on',
        FEDERATION_VERSION: '2.12',
        NODE_QUERY: 'off',
        ROUTER_SECRET: '0123456789abcdef',
        CACHE_MAX_AGE_SECONDS: '5',
        RESPONSE_CACHE_MB: '0',
        STALE_WHILE_REVALIDATE_SECONDS: '0',
        CACHE_TAG_HEADER: 'surrogate-key',
        SHUTDOWN_GRACE_MS: '0',
      }),
    ).toEqual({
      mode: 'production',
      port: 0,
      host: '::1',
      databaseUrl: 'postgresql://anna:p%40ss@db.example.org:6432/osce?sslmode=require',
      dataDir: '/var/lib/osce',
      databasePoolSize: 25,
      statementTimeoutMs: 250,
      logLevel: 'trace',
      corsOrigins: ['https://example.org', 'http://localhost:3000'],
      explorer: true,
      federationVersion: '2.12',
      nodeQuery: false,
      routerSecret: '0123456789abcdef',
      cacheMaxAge: 5,
      responseCacheMb: 0,
      staleWhileRevalidate: 0,
      cacheTagHeader: 'surrogate-key',
      shutdownGraceMs: 0,
    });
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
    'mysql://anna:secret@db/osce',
    'anna:secret@db/osce',
    'postgres://anna:secret@db:port/osce',
    'postgres://anna:secret%zz@db/osce',
    'postgres://anna:sec/ret@secret:x/osce',
    'secret',
  ])('the fault of %p does not repeat the password', (DATABASE_URL) => {
    const faults = faultsOf({ DATABASE_URL });
    expect(faults).toHaveLength(1);
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
      'CORS_ORIGINS',
      'DATABASE_POOL_SIZE',
      'DATABASE_URL',
      'DATA_DIR',
      'EXPLORER',
      'FEDERATION_VERSION',
      'HOST',
      'LOG_LEVEL',
      'NODE_ENV',
      'NODE_QUERY',
      'PORT',
      'RESPONSE_CACHE_MB',
      'ROUTER_SECRET',
      'SHUTDOWN_GRACE_MS',
      'STALE_WHILE_REVALIDATE_SECONDS',
      'STATEMENT_TIMEOUT_MS',
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
