/**
 * Refuses requests to the graph that the server could not answer in time, before it reads their bodies. Bodies that do not
 * come with their headers are waited for first, apart from those that are worked on.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isOfRoute } from '../http-app.js';
import { Admission, type AdmissionLimits, type Refusal } from './admission.js';
import { HeldRefusals } from './held-refusals.js';
import { LoopDelay } from './loop-delay.js';

export interface OverloadLimits extends AdmissionLimits {
  /** A lateness of the event loop, in milliseconds, from which on requests are refused. */
  readonly eventLoopMs: number;
  /** How long a refusal for which a client has not waited yet is held back, in milliseconds. */
  readonly refusalDelayMs: number;
}

export const defaultOverloadLimits: OverloadLimits = {
  concurrent: 32,
  queued: 400,
  queueTimeoutMs: 2_000,
  eventLoopMs: 1_000,
  refusalDelayMs: 1_000,
};

type Reason = Refusal | 'event_loop';

const body = JSON.stringify({
  errors: [
    {
      message: 'The server has too much to do at the moment. Try again later.',
      extensions: { code: 'SERVICE_UNAVAILABLE' },
    },
  ],
});
/**
 * How many bodies may be on their way for each request that is worked on. They hold none of its places: a client that sends
 * its body a byte at a time would keep others out.
 */
const arrivingPerPlace = 4;
/** Most overloads are short; clients that obey come back spread over what their own jitter gives. */
export const retryAfterSeconds = '1';

export interface LoadShedding {
  /** Why requests are refused at present, in words; undefined: they are not. */
  readonly pressure: () => string | undefined;
}

/** Watches the requests of a path. */
export function shedLoad(
  app: FastifyInstance,
  path: string,
  limits: OverloadLimits,
  onRefused: (reason: string) => void,
): LoadShedding {
  const admission = new Admission(limits);
  const loop = new LoopDelay();
  const refusals = new HeldRefusals(limits.refusalDelayMs);
  const isLate = () => loop.latestMs > limits.eventLoopMs;

  app.addHook('preClose', (done) => {
    refusals.end();
    done();
  });
  app.addHook('onClose', () => loop.close());
  const enter = (reply: FastifyReply, done: () => void) => (reason?: Reason) => {
    if (reason === undefined) {
      done();
      return;
    }
    onRefused(reason);
    if (reason === 'queue_timeout') refuse(reply);
    else
      reply.raw.once(
        'close',
        refusals.hold(() => refuse(reply)),
      );
  };
  const askForPlace = (reply: FastifyReply, done: () => void) => {
    const leave = admission.ask(enter(reply, done));
    reply.raw.on('close', leave);
  };
  /** Requests whose bodies are on their way. */
  const arriving = new Set<FastifyRequest>();

  app.addHook('onRequest', (request, reply, done) => {
    if (!isOfRoute(request, path)) {
      done();
      return;
    }
    if (isLate()) {
      enter(reply, done)('event_loop');
      return;
    }
    // By then the body is there, if it came with the headers, as those of most requests do.
    setImmediate(() => {
      // Who has gone meanwhile would not give a place up any more.
      if (reply.raw.destroyed) return;
      if (request.raw.complete) {
        askForPlace(reply, done);
        return;
      }
      if (arriving.size >= arrivingPerPlace * limits.concurrent) {
        enter(reply, done)('queue_full');
        return;
      }
      arriving.add(request);
      reply.raw.once('close', () => arriving.delete(request));
      done();
    });
  });
  app.addHook('preValidation', (request, reply, done) => {
    if (arriving.delete(request)) askForPlace(reply, done);
    else done();
  });

  return {
    pressure: () => {
      if (isLate()) return `the event loop is ${Math.round(loop.latestMs)} ms late`;
      return admission.isCrowded ? 'the queue of requests is full' : undefined;
    },
  };
}

/** Past all hooks that would follow, with the headers that the earlier ones have set. */
function refuse(reply: FastifyReply): void {
  if (reply.raw.destroyed) return;
  reply.hijack();
  reply.raw.writeHead(503, {
    ...reply.getHeaders(),
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'retry-after': retryAfterSeconds,
    'x-request-id': reply.request.id,
  } as Record<string, string>);
  reply.raw.end(body);
}
