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

/** Marks the work of Apollo Server. Put it before the plugins that work. */
export const measureOperations: ApolloServerPlugin<Recorded> = {
  requestDidStart: ({ contextValue: { record } }) => {
    const begin = () => {
      loopTime.begin(record);
      return Promise.resolve();
    };
    const claim = () => {
      loopTime.claim(record);
      return Promise.resolve();
    };
    const begun = () => {
      loopTime.begin(record);
      return Promise.resolve(claim);
    };
    return Promise.resolve({
      parsingDidStart: begun,
      validationDidStart: begun,
      didResolveOperation: begin,
      willSendResponse: begin,
    });
  },
};
