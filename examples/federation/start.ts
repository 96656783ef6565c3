/**
 * `npm run example:federation`: the graph, the travel advice and the archive, each a service of its own, behind one
 * gateway. Needs no internet. Build the server first.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { composeServices } from '@apollo/composition';
import { ApolloGateway } from '@apollo/gateway';
import { parse } from 'graphql';
import { startGraph } from '../start-graph';
import { archiveSchema, archiveSdl } from './archive';
import { serveSchema } from './subgraph-server';
import { travelAdviceSchema, travelAdviceSdl } from './travel-advice';

const gatewayPort = 4000;
const schemaFile = join(__dirname, '../../schema.graphql');

async function main(): Promise<void> {
  const graph = await startGraph(4001);
  const travelAdvice = await serveSchema(travelAdviceSchema, 4002);
  const archive = await serveSchema(archiveSchema, 4003);
  const { supergraphSdl, errors } = composeServices([
    { name: 'graph', url: `${graph}/graphql`, typeDefs: parse(await readFile(schemaFile, 'utf8')) },
    { name: 'travelAdvice', url: travelAdvice.url, typeDefs: parse(travelAdviceSdl) },
    { name: 'archive', url: archive.url, typeDefs: parse(archiveSdl) },
  ]);
  if (errors) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
  const gateway = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl }) });
  const started = await startStandaloneServer(gateway, { listen: { port: gatewayPort, host: '127.0.0.1' } });
  console.log(`The supergraph is at ${started.url}, for example:`);
  console.log(
    `curl ${started.url} -H 'content-type: application/json' ` +
      `-d '{"query":"{ travelAdvice { summary country { name capital } } }"}'`,
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
