/**
 * Hive's gateway runtime as a process of its own: takes the supergraph on its standard input, or the path of a configuration
 * as its argument, and says where it listens.
 * It plans with the planner of Hive Router; the older engine of this gateway loses fields of `@interfaceObject`s.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createGatewayRuntime, type GatewayConfigSupergraph } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

async function configuration(file: string | undefined): Promise<GatewayConfigSupergraph> {
  if (file) return ((await import(file)) as { gatewayConfig: GatewayConfigSupergraph }).gatewayConfig;
  const supergraph = await text(process.stdin);
  if (!supergraph.trim()) throw new Error('Give the supergraph on the standard input.');
  return { supergraph };
}

async function main(): Promise<void> {
  const [, , file] = process.argv;
  const gateway = createGatewayRuntime({ ...(await configuration(file)), unifiedGraphHandler, logging: false });
  const server = createServer((request, response) => void gateway(request, response));
  server.listen(Number(process.env['PORT'] ?? 4000), '127.0.0.1');
  await once(server, 'listening');
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
