/** Who may ask, from where, how much, and with which documents. The table of settings is put together in environment.ts. */
import { addresses, boolean, file, headerName, integer, origins, redisUrl, secret, type Setting } from './parsers.js';

/** The hosted explorers of Apollo call the API from these pages. */
const EXPLORER_ORIGINS = ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'];

export const CLIENT_SETTINGS = {
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
  ROUTER_SECRET: {
    fallback: () => undefined,
    default: 'none: everybody may ask for entities',
    description: 'What routers send in the header `router-authorization` to ask for `_entities` and `_service`.',
    parse: secret,
  },
  TRUST_PROXY: {
    fallback: (): readonly string[] => [],
    default: 'none',
    description:
      'Addresses and subnets (`10.0.0.0/8`) of the proxies in front, separated by commas: what they say of the client is believed.',
    parse: addresses,
  },
  CLIENT_HEADER: {
    fallback: () => undefined,
    default: 'none: clients are known by their address',
    description: 'Header in which a proxy of `TRUST_PROXY` names the client, for example by the key that it checked.',
    parse: headerName,
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
  COST_DATABASE_MS: {
    fallback: () => 1,
    default: '1',
    description: 'Units of cost that a millisecond of a statement in the database is worth; 0 for none.',
    parse: integer(0, 1_000),
  },
  COST_EVENT_LOOP_MS: {
    fallback: () => 2,
    default: '2',
    description: 'Units of cost that a millisecond of the event loop is worth; 0 for none.',
    parse: integer(0, 1_000),
  },
  COST_SENT_10_KB: {
    fallback: () => 1,
    default: '1',
    description: 'Units of cost that 10,000 bytes of an answer are worth; 0 for none.',
    parse: integer(0, 1_000),
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
