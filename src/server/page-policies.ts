/**
 * What browsers are told to do with what is served here, above all what they may load for it (Content Security Policy).
 * The headers are the same for every answer of a kind: they are made once, not for each request.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

type Directives = Record<string, readonly string[]>;

/** The headers that helmet gives. */
function policy(directives: Directives): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  const set = helmet({ contentSecurityPolicy: { useDefaults: false, directives: { ...directives } } });
  set({} as IncomingMessage, response as unknown as ServerResponse, (fault) => {
    if (fault) throw fault as Error;
  });
  return headers;
}

/** Answers are data: they load nothing. */
export const noContent = policy({ 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] });

/** GraphiQL: its own text, and the workers of its editor. */
export const explorerContent = policy({
  'default-src': ["'none'"],
  'script-src': ["'self'", "'unsafe-inline'", 'blob:'],
  'worker-src': ["'self'", 'blob:'],
  'style-src': ["'self'", "'unsafe-inline'"],
  'font-src': ["'self'", 'data:'],
  'img-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
});

/** Apollo Sandbox comes from Apollo's servers, in a frame. */
const apollo = 'https://*.cdn.apollographql.com';
export const sandboxContent = policy({
  'default-src': ["'none'"],
  'script-src': ["'self'", "'unsafe-inline'", apollo],
  'style-src': ["'self'", "'unsafe-inline'", apollo, 'https://fonts.googleapis.com'],
  'font-src': ['https://fonts.gstatic.com'],
  'img-src': ["'self'", 'data:', apollo],
  'manifest-src': [apollo],
  'connect-src': ["'self'", apollo],
  'frame-src': ['https://sandbox.embed.apollographql.com'],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
});
