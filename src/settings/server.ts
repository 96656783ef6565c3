/** How the server runs, and where it listens. */
import { hostName, integer, oneOf } from './parsers.js';
import { settings } from './setting.js';

/** Read first: the defaults of the others depend on it. */
export const MODE_SETTING = settings({
  NODE_ENV: {
    property: 'mode',
    default: 'development',
    parse: oneOf(['development', 'production', 'test']),
    description: '`development`, `production` or `test`. Decides the defaults of other settings.',
  },
});

export const SERVER_SETTINGS = settings({
  PORT: {
    default: 4000,
    parse: integer(0, 65_535),
    description: 'Port of the HTTP server; 0 takes any free one.',
  },
  HOST: {
    default: '127.0.0.1',
    inProduction: '0.0.0.0',
    parse: hostName,
    description: 'Address that the HTTP server listens on.',
  },
});
