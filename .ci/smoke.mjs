/**
 * Starts the built server against a PostgreSQL that is not the embedded one, asks it, and stops it.
 * Usage: node .ci/smoke.mjs <folder with initdb, pg_ctl and psql>
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const programs = process.argv[2];
assert(programs, 'Usage: node .ci/smoke.mjs <folder of the programs of PostgreSQL>');

const folder = mkdtempSync(join(tmpdir(), 'osce-graph-smoke-'));
const cluster = join(folder, 'cluster');
const sockets = join(folder, 'sockets');
mkdirSync(sockets);

/** PostgreSQL refuses to run as root: then it is run as the user that its package made. */
const isRoot = process.getuid?.() === 0;
if (isRoot) execFileSync('chown', ['-R', 'postgres', folder]);

function postgres(program, ...args) {
  const command = [join(programs, program), ...args];
  const [file, ...rest] = isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
  execFileSync(file, rest, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

async function waitFor(url, server) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    assert.equal(server.exitCode, null, 'the server ended before it was ready');
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await delay(200);
  }
  throw new Error(`${url} was not ready within a minute`);
}

async function ask(port, query) {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

async function serve(databaseUrl) {
  const port = await freePort();
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
  };
  const server = spawn(process.execPath, ['dist/main.js'], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    await waitFor(`http://127.0.0.1:${port}/readyz`, server);
    const data = await ask(
      port,
      '{ countries(first: 1) { totalCount nodes { slug name } } country(isoCode: "AT") { name capital } }',
    );
    assert(data.countries.totalCount >= 57, `57 States and the partners, got ${data.countries.totalCount}`);
    assert.equal(data.country.name, 'Austria');
    server.kill('SIGTERM');
    const [code] = await Promise.race([
      once(server, 'exit'),
      delay(20_000, undefined, { ref: false }).then(() => assert.fail('the server did not stop')),
    ]);
    assert.equal(code, 0, 'the exit code after SIGTERM');
  } finally {
    server.kill('SIGKILL');
  }
}

let running = false;
try {
  postgres('initdb', '--auth=trust', '--username=graph', '--encoding=UTF8', '--locale=C.UTF-8', cluster);
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${sockets}`;
  postgres('pg_ctl', 'start', '-w', '-D', cluster, '-l', join(folder, 'log'), '-o', options);
  running = true;
  const url = `postgres://graph@127.0.0.1:${port}/postgres`;
  // The second start finds the tables and the content there.
  await serve(url);
  await serve(url);
  console.log('served, asked and stopped twice');
} finally {
  if (running) postgres('pg_ctl', 'stop', '-w', '-m', 'immediate', '-D', cluster);
  rmSync(folder, { recursive: true, force: true });
}
