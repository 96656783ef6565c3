/** `npm run example:stitching`: the graph and a service of another team, stitched into one schema. Needs no internet. */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { serveSchema } from '../federation/subgraph-server';
import { startGraph } from '../start-graph';
import { stitch } from './stitch';
import { travelAdviceSchema, travelAdviceSdl } from './travel-advice';

async function main(): Promise<void> {
  const graph = await startGraph(4001);
  const travelAdvice = await serveSchema(travelAdviceSchema, 4002);
  const schema = stitch([
    { sdl: await (await fetch(`${graph}/stitching.graphql`)).text(), endpoint: `${graph}/graphql` },
    { sdl: travelAdviceSdl, endpoint: travelAdvice.url },
  ]);
  const { url } = await startStandaloneServer(new ApolloServer({ schema }), {
    listen: { port: 4000, host: '127.0.0.1' },
  });
  console.log(`The stitched schema is at ${url}, for example:`);
  console.log(
    `curl ${url} -H 'content-type: application/json' -d '{"query":"{ advisedStates { name capital travelAdvice } }"}'`,
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
