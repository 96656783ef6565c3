/**
 * PostGraphile 5 on the existing tables, set up according to its documentation: the Amber preset, simplified names,
 * lists beside connections, and the filter plugin. Defaults otherwise.
 */
import { createServer } from 'node:http';
import { PgSimplifyInflectionPreset } from '@graphile/simplify-inflection';
import { postgraphile } from 'postgraphile';
import { jsonPgSmartTags } from 'postgraphile/utils';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter';

// PostGraphile requires Node.js 22, but needs only this in Node.js 20: all servers run on the same version.
Promise.withResolvers ??= function () {
  const resolvers = {};
  resolvers.promise = new this((resolve, reject) => Object.assign(resolvers, { resolve, reject }));
  return resolvers;
};

// Mentions refer to the edge from an item to a country, and thereby to both; users would declare this.
const mentions = {
  tags: { foreignKey: ['(news_item_id) references news_item (id)', '(country_id) references country (id)'] },
};

const preset = {
  plugins: [jsonPgSmartTags({ version: 1, config: { class: { country_mention: mentions } } })],
  extends: [PostGraphileAmberPreset, PgSimplifyInflectionPreset, PostGraphileConnectionFilterPreset],
  // Links are listed by position, which is not the first column of any index.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [
    makePgService({
      schemas: ['public'],
      connectionString: process.env.DATABASE_URL,
      poolConfig: { max: Number(process.env.DATABASE_POOL_SIZE) },
    }),
  ],
  grafserv: { graphqlPath: '/graphql', watch: false, graphiql: false },
  grafast: { explain: false },
  schema: {
    // The queries follow links: plain lists of them are shorter to query, and cheaper, than connections.
    defaultBehavior: '+list +connection',
    connectionFilterRelations: true,
  },
};

const server = createServer();
const serve = postgraphile(preset).createServ(grafserv);
await serve.addTo(server);
server.listen(Number(process.env.PORT), '127.0.0.1');
