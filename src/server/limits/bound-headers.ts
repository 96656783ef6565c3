/**
 * Rejects oversized headers before anything parses them: regular expressions of ours and of libraries (`whatwg-mimetype`
 * matches trailing blanks in quadratic time) would block the event loop for a second with the 15 kB that all headers
 * together may have.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { answerError } from './answer-error.js';

/** The maximum length of each header, in characters. */
const longest: Readonly<Record<string, number>> = {
  'content-type': 256,
  'content-encoding': 100,
  'accept-encoding': 500,
  accept: 1_000,
  'access-control-request-headers': 1_000,
  'if-none-match': 2_000,
  'cache-control': 500,
  origin: 500,
  host: 500,
  traceparent: 200,
  tracestate: 1_000,
};

/** Adds the check to an app. Call it before other hooks are added. */
export function boundHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    for (const name in longest) {
      const value = request.headers[name];
      if (typeof value === 'string' && value.length > longest[name]!) {
        refuse(request, reply, name, value.length);
        return;
      }
    }
    done();
  });
}

function refuse(request: FastifyRequest, reply: FastifyReply, name: string, length: number): void {
  const status = name === 'content-type' ? 415 : 400;
  const message = `Expected a header "${name}" of at most ${longest[name]} characters, got ${length}.`;
  // Later steps (content negotiation, the log) must not parse it either.
  for (const header in longest) delete request.headers[header];
  answerError(request, reply, new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } }));
}
