/** `docker-compose.yml`, parsed as Docker does, and its gateway, run as far as possible without Docker. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SETTINGS } from '../settings/environment';
import { startTestGraph } from './test-graph.js';

const root = join(__dirname, '../..');

interface Service {
  image?: string;
  build?: string;
  profiles?: string[];
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  depends_on?: string[] | Record<string, unknown>;
}
const { services, volumes } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8')) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const all = Object.entries(services);

it('docker-compose.yml starts the graph and its database, and a gateway with the profile', () => {
  expect(all.filter(([, { profiles }]) => !profiles).map(([name]) => name)).toEqual(['database', 'server']);
  expect(services['gateway']?.profiles).toEqual(['gateway']);
  expect(services['gateway']?.command).toEqual(['supergraph', '--hive-router-runtime']);
});

it.each(all)(
  'the service %s has an image with a fixed version or a folder to build, and its mounts and dependencies exist',
  (_name, service) => {
    if (service.build) expect(existsSync(join(root, service.build, 'Dockerfile'))).toBe(true);
    else expect(service.image).toMatch(/^[\w./-]+:\d+/);
    for (const volume of service.volumes ?? []) {
      const [source] = volume.split(':') as [string];
      expect([source, source.startsWith('.') ? existsSync(join(root, source)) : source in volumes]).toEqual([
        source,
        true,
      ]);
    }
    const needed = Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {});
    expect(needed.filter((name) => !(name in services))).toEqual([]);
  },
);

it('docker-compose.yml uses distinct ports and known settings', () => {
  const ports = all.flatMap(([, service]) => service.ports ?? []).map((port) => port.split(':')[0]);
  expect(new Set(ports).size).toBe(ports.length);
  const known = SETTINGS.map(({ name }) => name);
  expect(Object.keys(services['server']!.environment!).filter((name) => !known.includes(name))).toEqual([]);
});

// Hive's query planner is native code that is not available for Windows.
(process.platform === 'win32' ? it.skip : it)(
  'the gateway configuration composes the graph and sends it the secret of the router',
  async () => {
    const graph = await startTestGraph('organization');
    const url = await graph.server.app.listen({ port: 0, host: '127.0.0.1' });
    const shown: unknown[] = [];
    graph.server.app.server.on('request', ({ headers }) => shown.push(headers['router-authorization']));
    const program = join(root, 'examples/federation/hive-gateway.ts');
    const config = join(root, 'examples/gateway/gateway.config.mjs');
    const child = spawn(process.execPath, ['-r', 'esbuild-register', program, config], {
      cwd: root,
      env: { ...process.env, PORT: '0', GRAPH_URL: `${url}/graphql`, ROUTER_SECRET: 'a secret of the router' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer];
      const response = await fetch(line.toString().trim(), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: '{ country(isoCode: "MT") { __typename name } newsItems(first: 1) { totalCount } }',
        }),
      });
      expect(await response.json()).toMatchObject({
        data: {
          country: { __typename: 'ParticipatingState', name: 'Malta' },
          newsItems: { totalCount: expect.any(Number) },
        },
      });
      expect(shown).toEqual(['a secret of the router']);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
      await graph.close();
    }
  },
);
