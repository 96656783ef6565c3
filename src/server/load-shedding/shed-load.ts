/**
 * Refuses requests to the graph that the server could not answer in time, before it reads their bodies. Bodies that do not
 * come with their headers are waited for first, and answers that are computed are sent, apart from those that are worked on.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isOfRoute } from '../http-app.js';
import type { HttpLimits } from '../limits/http-limits.js';
import { Admission, type AdmissionLimits } from '../../admission/admission.js';
import { ArrivingBodies } from './arriving-bodies.js';
import { DelayedRejections } from './delayed-rejections.js';
import { LoopDelay } from './loop-delay.js';
import { refuse, rejectInstead, type Reason } from './rejections.js';
import { UnsentAnswers, type CutReason } from './unsent-answers.js';

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
  clientShare: 0.5,
  heavyPlaces: 2,
  eventLoopMs: 1_000,
  refusalDelayMs: 1_000,
};

/** How many bodies may be on their way for each request that is worked on. */
const arrivingPerPlace = 4;

export interface LoadSettings {
  readonly limits: OverloadLimits;
  readonly transfer: Pick<
    HttpLimits,
    'unsentBytes' | 'unsentBytesPerClient' | 'slowestBytesPerSecond' | 'rateWindowMs'
  >;
  /** Whether a client took so much lately that others go first. */
  readonly isHeavy: (client: string) => boolean;
  /** What a client took lately, in milliseconds: of those who wait whoever took less is served first. */
  readonly takenBy: (client: string) => number;
  /** Whether a request comes from a router that shows its secret: it asks for many clients, and has no share. */
  readonly isRouter: (request: FastifyRequest) => boolean;
  readonly onRefused: (reason: Reason) => void;
  readonly onCut: (reason: CutReason) => void;
}

export interface LoadShedding {
  /** Why requests are refused at present, in words; undefined: they are not. */
  readonly pressure: () => string | undefined;
  /** Bytes of answers that wait to be sent. */
  readonly unsentBytes: () => number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Gives its place among those that are worked on back; null: it has none. */
    leavePlace: (() => void) | null;
  }
}

/** Watches the requests of a path, and the answers of all. */
export function shedLoad(app: FastifyInstance, path: string, settings: LoadSettings): LoadShedding {
  const { limits, transfer, isRouter } = settings;
  const floor = { bytesPerSecond: transfer.slowestBytesPerSecond, windowMs: transfer.rateWindowMs };
  const admission = new Admission({ ...limits, perTurn: 1 }, settings.isHeavy, settings.takenBy);
  const loop = new LoopDelay();
  const refusals = new DelayedRejections(limits.refusalDelayMs);
  const bodies = new ArrivingBodies(arrivingPerPlace * limits.concurrent, floor);
  const unsent = new UnsentAnswers(
    { bytes: transfer.unsentBytes, bytesPerClient: transfer.unsentBytesPerClient, floor },
    settings.onCut,
  );
  const isLate = () => loop.latestMs > limits.eventLoopMs;
  const clientOf = (request: FastifyRequest) => (isRouter(request) ? undefined : request.client);

  app.decorateRequest('leavePlace', null);
  app.addHook('preClose', (done) => {
    refusals.end();
    done();
  });
  app.addHook('onClose', () => {
    loop.close();
    bodies.close();
    unsent.close();
  });
  const refuseFor = (reply: FastifyReply, reason: Reason) => {
    settings.onRefused(reason);
    if (reason === 'queue_timeout' || reason === 'slow_body') refuse(reply, reason);
    else
      reply.raw.once(
        'close',
        refusals.hold(() => refuse(reply, reason)),
      );
  };
  /** Requests that were refused while their bodies were on their way: these may still come. */
  const givenUp = new WeakSet<FastifyRequest>();
  const waitForBody = (request: FastifyRequest, reply: FastifyReply) =>
    bodies.add(request, clientOf(request), (reason) => {
      givenUp.add(request);
      refuseFor(reply, reason);
    });
  const askForPlace = (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    const client = clientOf(request);
    const leave = admission.ask((reason) => {
      // Only now: those that were let in before may have left much to be read.
      const refusal = reason ?? unsent.refusalOf(client);
      if (refusal === undefined) {
        done();
        return;
      }
      // A turn later, when it is known how to leave.
      if (reason === undefined) setImmediate(() => leave());
      refuseFor(reply, refusal);
    }, client);
    request.leavePlace = leave;
    reply.raw.on('close', leave);
  };

  app.addHook('onRequest', (request, reply, done) => {
    if (!isOfRoute(request, path)) {
      done();
      return;
    }
    if (isLate()) {
      refuseFor(reply, 'event_loop');
      return;
    }
    // By then the body is there, if it came with the headers, as those of most requests do.
    setImmediate(() => {
      // Who has gone meanwhile would not give a place up any more.
      if (reply.raw.destroyed) return;
      if (request.raw.complete) {
        askForPlace(request, reply, done);
        return;
      }
      if (!waitForBody(request, reply)) {
        refuseFor(reply, 'queue_full');
        return;
      }
      reply.raw.once('close', () => bodies.delete(request));
      done();
    });
  });
  app.addHook('preValidation', (request, reply, done) => {
    if (bodies.delete(request)) askForPlace(request, reply, done);
    else if (!givenUp.has(request)) done();
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    request.leavePlace?.();
    const bytes = bytesOf(payload);
    if (bytes === 0) {
      done(null, payload);
      return;
    }
    const client = clientOf(request);
    const refusal = isOfRoute(request, path) ? unsent.refusalOf(client) : undefined;
    if (refusal) settings.onRefused(refusal);
    unsent.add(client, reply.raw, request.raw.socket, refusal ? 0 : bytes);
    done(null, refusal ? rejectInstead(reply, refusal) : payload);
  });

  return {
    pressure: () => {
      if (isLate()) return `the event loop is ${Math.round(loop.latestMs)} ms late`;
      return admission.isCrowded ? 'the queue of requests is full' : undefined;
    },
    unsentBytes: () => unsent.bytes,
  };
}

/** Of an answer that is made; of one that is still being made nothing is known. */
function bytesOf(payload: unknown): number {
  if (typeof payload === 'string') return Buffer.byteLength(payload);
  return Buffer.isBuffer(payload) ? payload.length : 0;
}
