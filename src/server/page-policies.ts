/** What browsers may load for what is served here (Content Security Policy). */
import type { FastifyHelmetOptions } from '@fastify/helmet';

type Policy = Exclude<FastifyHelmetOptions['contentSecurityPolicy'], boolean | undefined>;

const policy = (directives: NonNullable<Policy['directives']>): Policy => ({ useDefaults: false, directives });

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
