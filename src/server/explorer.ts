/** GraphiQL at `/explorer`, from the package: it needs no internet. */
import { brotliCompress, constants } from 'node:zlib';
import { promisify } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { starterQuery } from './starter.js';

const compress = promisify(brotliCompress);

/**
 * The page, compressed. It is some megabytes of text, so it is made at the first visit, kept only in its compressed
 * form, and the module that holds it is let go.
 */
async function renderPage(): Promise<Buffer> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = renderGraphiQL({
    title: 'OSCE content graph',
    endpoint: '/graphql',
    defaultQuery: starterQuery,
    shouldPersistHeaders: false,
  });
  const packed = await compress(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  for (const file of Object.keys(require.cache)) if (file.includes('render-graphiql')) delete require.cache[file];
  return packed;
}

/** Serves the page at `/explorer`. All browsers of today take brotli; what does not gets told. */
export function serveExplorer(app: FastifyInstance): void {
  let page: Promise<Buffer> | undefined;
  app.get('/explorer', async (request, reply) => {
    if (!/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) {
      return reply
        .code(406)
        .type('text/plain')
        .send('This page is sent compressed with brotli (Accept-Encoding: br).\n');
    }
    page ??= renderPage();
    return reply
      .type('text/html; charset=utf-8')
      .header('content-encoding', 'br')
      .send(await page);
  });
}
