/** Logs, metrics and traces. */
import { boolean, httpUrl, integer, oneOf, share } from './parsers.js';
import { settings } from './setting.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export const OBSERVABILITY_SETTINGS = settings({
  LOG_LEVEL: {
    default: 'info',
    parse: oneOf(LOG_LEVELS),
    description: `Least weight of the events that are logged: ${LOG_LEVELS.map((level) => `\`${level}\``).join(', ')}.`,
  },
  LOG_REQUESTS: {
    default: true,
    parse: boolean,
    description: 'Whether each GraphQL request is logged with a line, at level `info`.',
  },
  METRICS: {
    default: true,
    parse: boolean,
    description: 'Whether `/metrics` gives metrics to Prometheus.',
  },
  METRICS_PORT: {
    default: undefined,
    defaultText: 'none: that of the HTTP server',
    parse: integer(0, 65_535),
    description:
      'Port of its own at `HOST` for `/metrics`, which the HTTP server then does not give; 0 takes any free one.',
  },
  /** May hold a password: never log it. */
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    property: 'otlpEndpoint',
    default: undefined,
    defaultText: 'none: no traces',
    parse: httpUrl,
    description: 'OpenTelemetry collector that takes traces over HTTP, such as `http://localhost:4318`.',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    property: 'otlpSampleRatio',
    default: 1,
    parse: share,
    description: 'Share of requests that are traced, from 0 to 1, unless the caller has decided it.',
  },
});
