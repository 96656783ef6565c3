/** Which clients are served, by what they are known, and which documents they may send. */
import { addresses, boolean, file, headerName, integer, origins } from './parsers.js';
import { settings } from './setting.js';

/** The hosted explorers of Apollo call the API from these pages. */
const EXPLORER_ORIGINS = ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'];

export const CLIENT_SETTINGS = settings({
  CORS_ORIGINS: {
    default: EXPLORER_ORIGINS,
    inProduction: [],
    parse: origins,
    description: 'Origins whose pages may call the API from a browser, separated by commas; `*` for all.',
  },
  EXPLORER: {
    default: true,
    inProduction: false,
    parse: boolean,
    description: 'Whether a browser that opens `/graphql` gets the query explorer.',
  },
  TRUST_PROXY: {
    default: [],
    parse: addresses,
    description:
      'Addresses and subnets (`10.0.0.0/8`) of the proxies in front, separated by commas: what they say of the client is believed.',
  },
  CLIENT_HEADER: {
    default: undefined,
    defaultText: 'none: clients are known by their address',
    parse: headerName,
    description: 'Header in which a proxy of `TRUST_PROXY` names the client, for example by the key that it checked.',
  },
  TRUSTED_DOCUMENTS: {
    default: undefined,
    parse: file,
    description:
      'File with the documents that clients may name by an id: a manifest of Apollo, Relay or GraphQL Code Generator.',
  },
  TRUSTED_DOCUMENTS_ONLY: {
    default: false,
    parse: boolean,
    description: 'Whether only the documents of `TRUSTED_DOCUMENTS` are answered.',
  },
  PERSISTED_QUERIES_BYTES: {
    default: 10_000_000,
    parse: integer(0, 1_000_000_000),
    description:
      'Memory for documents that clients register by their hashes (automatic persisted queries); 0 for none.',
  },
});
