/** Refusals of load in words and codes: prepared, since they are sent when there is too much to do. */
import type { FastifyReply } from 'fastify';
import type { Refusal } from '../../admission/admission.js';
import { varyByAccept } from '../http-app.js';
import type { BodyRefusal } from './arriving-bodies.js';
import type { CutReason, UnsentRefusal } from './unsent-answers.js';

export type Reason = Refusal | BodyRefusal | UnsentRefusal | 'event_loop';
/** Why a connection is cut off. */
export type CutConnection = CutReason | 'slow_body' | 'connections';

/** Most overloads are short; clients that obey come back spread over what their own jitter gives. */
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
/** It is the client itself that has to do something about it. */
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

/** Past all hooks that would follow, with the headers that the earlier ones have set. */
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

/** Puts a refusal in the place of an answer for which there is no room. @returns its body */
export function rejectInstead(reply: FastifyReply, reason: Reason): string {
  const { status, body, headers } = refusalFor(reason);
  for (const name of ['etag', 'content-encoding', 'last-modified']) void reply.removeHeader(name);
  void reply.code(status).headers({ ...headers, 'cache-control': 'no-store' });
  return body;
}
