/** The responses of load shedding, serialized in advance, since they are sent when the server is overloaded. */
import type { FastifyReply } from 'fastify';
import type { Refusal } from '../../admission/admission.js';
import { varyByAccept } from '../http-app.js';
import type { BodyRefusal } from './arriving-bodies.js';
import type { CutReason, UnsentRefusal } from './unsent-answers.js';

export type Reason = Refusal | BodyRefusal | UnsentRefusal | 'event_loop';
/** Why a connection is closed. */
export type CutConnection = CutReason | 'slow_body' | 'connections';

/** Most overloads are short; the jitter of well-behaved clients spreads their retries. */
export const retryAfterSeconds = '1';

interface Prepared {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const prepared = (status: number, code: string, message: string, headers: Prepared['headers']): Prepared => {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  return {
    status,
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    },
  };
};
const later = { 'retry-after': retryAfterSeconds };

const tooMuchToDo = prepared(
  503,
  'SERVICE_UNAVAILABLE',
  'The server has too much to do at the moment. Try again later.',
  later,
);
/** The client itself has to act. */
const readFirst = prepared(
  429,
  'RATE_LIMITED',
  'Too many bytes of earlier answers wait to be read by this client. Read them, then try again.',
  later,
);
const sendFaster = prepared(408, 'BAD_REQUEST', 'Expected the body of the request sooner: it came too slowly.', {
  connection: 'close',
});

const refusalFor = (reason: Reason): Prepared => {
  if (reason === 'unsent_of_client') return readFirst;
  return reason === 'slow_body' ? sendFaster : tooMuchToDo;
};

/** Sends a rejection. Skips the remaining hooks, but keeps the headers that earlier ones have set. */
export function refuse(reply: FastifyReply, reason: Reason): void {
  if (reply.raw.destroyed || reply.raw.headersSent) return;
  const { status, body, headers } = refusalFor(reason);
  varyByAccept(reply);
  reply.hijack();
  reply.raw.writeHead(status, {
    ...reply.getHeaders(),
    ...headers,
    'x-request-id': reply.request.id,
  } as Record<string, string>);
  reply.raw.end(body);
}

/** Replaces an answer that cannot be buffered by a rejection. @returns its body */
export function rejectInstead(reply: FastifyReply, reason: Reason): string {
  const { status, body, headers } = refusalFor(reason);
  for (const name of ['etag', 'content-encoding', 'last-modified']) void reply.removeHeader(name);
  void reply.code(status).headers({ ...headers, 'cache-control': 'no-store' });
  return body;
}
