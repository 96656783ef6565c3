/**
 * Traces for OpenTelemetry: a span for each request and one for each of its statements. The packages are loaded by
 * `startTracing` and by nothing else, so that a server without traces does not pay for them.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestRecord } from './request-record.js';

export interface Tracing {
  /** Begins the span of a request, within the trace of its caller if it names one. */
  begin(headers: IncomingHttpHeaders, requestId: string): RequestSpan;
  /** Exports pending spans. */
  close(): Promise<void>;
}

export interface RequestSpan {
  statement(text: string, startMs: number, endMs: number, hasFailed: boolean): void;
  end(record: RequestRecord, status: number): void;
}

export interface TracingOptions {
  /** Base URL of the collector; `/v1/traces` is added. */
  readonly endpoint: string;
  /** Share of requests that are traced, from 0 to 1, unless the caller has decided it. */
  readonly sampleRatio: number;
  /** Called when traces cannot be exported. */
  readonly onFault: (message: string) => void;
}

/** W3C Trace Context: version 00, trace id, parent id, flags. */
const traceParent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

export async function startTracing({ endpoint, sampleRatio, onFault }: TracingOptions): Promise<Tracing> {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = api;
  api.diag.setLogger(
    { error: onFault, warn: onFault, info: () => undefined, debug: () => undefined, verbose: () => undefined },
    { logLevel: api.DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'osce-content-graph' }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(sampleRatio) }),
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, timeoutMillis: 5_000 }),
        maxQueueSize: 2_048,
        scheduledDelayMillis: 1_000,
      }),
    ],
  });
  const tracer = provider.getTracer('osce-content-graph');
  /** Spans are given the time of the wall, not of the process. */
  const wall = (ms: number) => performance.timeOrigin + ms;

  const parentOf = (headers: IncomingHttpHeaders) => {
    const [, traceId, spanId, flags] = traceParent.exec(String(headers['traceparent'] ?? '')) ?? [];
    if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
    return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true });
  };

  return {
    begin(headers, requestId) {
      const span = tracer.startSpan('graphql', { kind: SpanKind.SERVER }, parentOf(headers));
      const inside = trace.setSpan(ROOT_CONTEXT, span);
      span.setAttribute('graph.request.id', requestId);
      return {
        statement(text, startMs, endMs, hasFailed) {
          const attributes = { 'db.system.name': 'postgresql', 'db.query.text': text };
          const options = { kind: SpanKind.CLIENT, startTime: wall(startMs), attributes };
          const child = tracer.startSpan('statement', options, inside);
          if (hasFailed) child.setStatus({ code: SpanStatusCode.ERROR });
          child.end(wall(endMs));
        },
        end(record, status) {
          if (record.operationName !== undefined) {
            span.updateName(`graphql ${record.operationName}`);
            span.setAttribute('graphql.operation.name', record.operationName);
          }
          if (record.operationHash !== undefined) span.setAttribute('graphql.document.hash', record.operationHash);
          if (record.cost !== undefined) span.setAttribute('graph.cost', record.cost);
          span.setAttributes({ 'http.response.status_code': status, 'graph.statements': record.statements });
          if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    close: () => provider.shutdown(),
  };
}
