/**
 * Security headers for browsers, above all the Content Security Policy. They are the same for all answers of a kind, so they
 * are built once, not per request.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

type Directives = Record<string, readonly string[]>;

/** The headers that helmet sets. */
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

/** Answers are data: they need no resources. */
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
