/** Marks where work for a request begins, so that its time of the event loop is known. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { loopTime } from './loop-time.js';
import type { Recorded, RequestRecord } from './request-record.js';

/** Marks the work of Fastify in a scope: reading the body, and writing the answer. Call it before other hooks of the scope. */
export function measureHttp(
  endpoint: FastifyInstance,
  recordOf: (reply: FastifyReply) => RequestRecord | undefined,
): void {
  endpoint.addHook('preParsing', (request, reply, payload, done) => {
    const record = recordOf(reply);
    if (record) {
      loopTime.begin(record);
      // Before the parser of the body is told that it has come.
      if (request.method === 'POST') payload.once('end', () => loopTime.begin(record));
    }
    done(null, payload);
  });
  endpoint.addHook('onSend', (_request, reply, payload, done) => {
    const record = recordOf(reply);
    if (record) loopTime.claim(record);
    done(null, payload);
  });
}

const done = Promise.resolve();

function begin({ contextValue: { record } }: { contextValue: Recorded }): Promise<void> {
  loopTime.begin(record);
  return done;
}

/** For work whose end is reported as well. */
function beginAndClaim({ contextValue: { record } }: { contextValue: Recorded }): Promise<() => Promise<void>> {
  loopTime.begin(record);
  return Promise.resolve(() => {
    loopTime.claim(record);
    return done;
  });
}

/** Shared by all requests: each hook receives its request. */
const marks = Promise.resolve({
  parsingDidStart: beginAndClaim,
  validationDidStart: beginAndClaim,
  didResolveOperation: begin,
  willSendResponse: begin,
});

/** Marks the work of Apollo Server. Put it before the plugins that work. */
export const measureOperations: ApolloServerPlugin<Recorded> = { requestDidStart: () => marks };
