/** The process: where it listens, how much it takes on, how it stops, and what it tells of itself. The table of settings is put together in environment.ts. */
import { boolean, hostName, httpUrl, integer, oneOf, share, type Setting } from './parsers.js';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

const LOG_LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export const PROCESS_SETTINGS = {
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
  MAX_CONCURRENT_REQUESTS: {
    fallback: () => 32,
    default: '32',
    description: 'Most GraphQL requests that are worked on at once; others queue.',
    parse: integer(1, 100_000),
  },
  CLIENT_SHARE: {
    fallback: () => 0.5,
    default: '0.5',
    description:
      'Share of `MAX_CONCURRENT_REQUESTS` that one client may hold while nobody else holds any; less as others do; 1: all.',
    parse: share,
  },
  HEAVY_CLIENT_PLACES: {
    fallback: () => 2,
    default: '2',
    description: 'Requests of clients that took much lately that are worked on at once while other clients ask.',
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
  REFUSAL_DELAY_MS: {
    fallback: () => 1_000,
    default: '1000',
    description:
      'How long a refusal of a request that has not waited is held back, in milliseconds, and up to five times as long if many are; it keeps clients from asking again at once.',
    parse: integer(0, 60_000),
  },
  EVENT_LOOP_LIMIT_MS: {
    fallback: () => 1_000,
    default: '1000',
    description:
      'If the event loop of the process is later than this, in milliseconds, GraphQL requests are refused with 503.',
    parse: integer(10, 600_000),
  },
  SHUTDOWN_DELAY_MS: {
    fallback: (mode) => (mode === 'production' ? 5_000 : 0),
    default: '0; in production 5000',
    description:
      'How long a process that is told to stop goes on answering while `/readyz` already says 503, in milliseconds.',
    parse: integer(0, 600_000),
  },
  SHUTDOWN_GRACE_MS: {
    fallback: () => 10_000,
    default: '10000',
    description: 'How long requests in progress may take to end when the process is told to stop, in milliseconds.',
    parse: integer(0, 600_000),
  },
  LOG_LEVEL: {
    fallback: (): LogLevel => 'info',
    default: 'info',
    description: `Least weight of the events that are logged: ${LOG_LEVELS.map((level) => `\`${level}\``).join(', ')}.`,
    parse: oneOf(LOG_LEVELS),
  },
  LOG_REQUESTS: {
    fallback: () => true,
    default: 'true',
    description: 'Whether each GraphQL request is logged with a line, at level `info`.',
    parse: boolean,
  },
  METRICS: {
    fallback: () => true,
    default: 'true',
    description: 'Whether `/metrics` gives metrics to Prometheus.',
    parse: boolean,
  },
  METRICS_PORT: {
    fallback: () => undefined,
    default: 'none: that of the HTTP server',
    description:
      'Port of its own at `HOST` for `/metrics`, which the HTTP server then does not give; 0 takes any free one.',
    parse: integer(0, 65_535),
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
} satisfies Record<string, Setting<unknown>>;
