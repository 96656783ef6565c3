/**
 * Rejects GraphQL requests that the server could not answer in time, before it parses their bodies. Bodies that arrive after
 * their headers, and computed answers that are being sent, hold no place among running requests.
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
  /** Delay of the event loop, in milliseconds, above which requests are rejected. */
  readonly eventLoopMs: number;
  /** Delay of the rejection of a client that has not waited in the queue, in milliseconds. */
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

/** How many bodies may be arriving for each place. */
const arrivingPerPlace = 4;

export interface LoadSettings {
  readonly limits: OverloadLimits;
  readonly transfer: Pick<
    HttpLimits,
    'unsentBytes' | 'unsentBytesPerClient' | 'slowestBytesPerSecond' | 'rateWindowMs'
  >;
  /** Whether a client used so much recently that others go first. */
  readonly isHeavy: (client: string) => boolean;
  /** What a client used recently, in milliseconds: of waiting requests those of clients that used less are served first. */
  readonly takenBy: (client: string) => number;
  /** Whether a request comes from a router with the secret: it acts for many clients and is not limited to a share. */
  readonly isRouter: (request: FastifyRequest) => boolean;
  readonly onRefused: (reason: Reason) => void;
  readonly onCut: (reason: CutReason) => void;
}

export interface LoadShedding {
  /** Why requests are currently rejected, as text; undefined: they are not. */
  readonly pressure: () => string | undefined;
  /** Bytes of unsent answers. */
  readonly unsentBytes: () => number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Frees the place of the request; null: it has none. */
    leavePlace: (() => void) | null;
  }
}

/** Sheds load for the requests of a path. The unsent answers of all paths count. */
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
  /** Requests that were rejected while their bodies were arriving: the bodies may still come. */
  const givenUp = new WeakSet<FastifyRequest>();
  const waitForBody = (request: FastifyRequest, reply: FastifyReply) =>
    bodies.add(request, clientOf(request), (reason) => {
      givenUp.add(request);
      refuseFor(reply, reason);
    });
  const askForPlace = (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    const client = clientOf(request);
    const leave = admission.ask((reason) => {
      // Checked only now: requests admitted before may have left much unread.
      const refusal = reason ?? unsent.refusalOf(client);
      if (refusal === undefined) {
        done();
        return;
      }
      // In the next turn, when `leave` is assigned.
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
    // By then the body is complete if it arrived with the headers, as most do.
    setImmediate(() => {
      // A request that was closed meanwhile would never free a place.
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

/** The size of a payload; 0 for a stream, whose size is unknown. */
function bytesOf(payload: unknown): number {
  if (typeof payload === 'string') return Buffer.byteLength(payload);
  return Buffer.isBuffer(payload) ? payload.length : 0;
}
