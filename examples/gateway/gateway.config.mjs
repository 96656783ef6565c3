/**
 * Hive Gateway in front of the graph, for `docker compose --profile gateway up`. It composes the supergraph when it starts,
 * of the services that stand here: add yours with `source: 'federation'`, which asks it for its schema.
 */
const routerSecret = process.env['ROUTER_SECRET'];

export const gatewayConfig = {
  supergraph: {
    type: 'dev',
    services: [
      {
        name: 'graph',
        url: process.env['GRAPH_URL'] ?? 'http://server:4000/graphql',
        source: 'file',
        schema: './schema.graphql',
      },
    ],
  },
  propagateHeaders: {
    // Without it a graph with a secret gives no entities.
    fromClientToSubgraphs: () => (routerSecret ? { 'router-authorization': routerSecret } : {}),
  },
};
