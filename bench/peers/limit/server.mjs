/** The limit: node:http, one prepared statement per query, and PostgreSQL's JSON passed through. */
import { createServer } from 'node:http';
import pg from 'pg';
import { statements } from './statements.mjs';

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL_SIZE),
});

async function answer({ query, input }) {
  const { text, values } = statements[query];
  const { rows } = await pool.query({ name: query, text, values: values(input) });
  return rows[0].body;
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    answer(JSON.parse(Buffer.concat(chunks).toString())).then(
      (body) => {
        const length = Buffer.byteLength(body);
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': length }).end(body);
      },
      (fault) => response.writeHead(500).end(String(fault)),
    );
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1');
