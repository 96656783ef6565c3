/** GraphiQL at `/explorer`, served from its package: it needs no internet access. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { FastifyInstance } from 'fastify';
import { explorerContent } from './page-policies.js';
import { starterQuery } from './starter.js';

const run = promisify(execFile);

/** Arguments: the package, and the options of the page as JSON. Writes the page, compressed with brotli. */
const renderer = `
  const [, pack, options] = process.argv;
  const { brotliCompressSync, constants } = require('node:zlib');
  const page = require(pack).renderGraphiQL(JSON.parse(options));
  process.stdout.write(brotliCompressSync(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }));`;

/**
 * The page, compressed to some two megabytes. The package is nine megabytes of text, and takes several times that to build the
 * page: a child process builds it at the first visit and frees the memory when it exits.
 */
async function renderPage(): Promise<Buffer> {
  const options = {
    title: 'OSCE content graph',
    endpoint: '/graphql',
    defaultQuery: starterQuery,
    shouldPersistHeaders: false,
  };
  const args = ['-e', renderer, require.resolve('@graphql-yoga/render-graphiql'), JSON.stringify(options)];
  const { stdout } = await run(process.execPath, args, { encoding: 'buffer', maxBuffer: 16_000_000 });
  return stdout;
}

/** Serves the page at `/explorer`. All current browsers accept brotli; other clients get an error. */
export function serveExplorer(app: FastifyInstance): void {
  let page: Promise<Buffer> | undefined;
  app.get('/explorer', async (request, reply) => {
    if (!/\bbr\b/i.test(request.headers['accept-encoding'] ?? '')) {
      return reply
        .code(406)
        .type('text/plain')
        .send('This page is sent compressed with brotli (Accept-Encoding: br).\n');
    }
    page ??= renderPage().catch((fault: unknown) => {
      // Retried at the next visit.
      page = undefined;
      throw fault;
    });
    return reply
      .headers(explorerContent)
      .type('text/html; charset=utf-8')
      .header('content-encoding', 'br')
      .send(await page);
  });
}
