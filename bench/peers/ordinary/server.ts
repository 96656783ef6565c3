/**
 * The ordinary stack: Apollo Server, TypeGraphQL and TypeORM, combined as their documentation does: entities with
 * relations, field resolvers that query repositories, a federation subgraph.
 */
import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { parse } from 'graphql';
import { buildSchema, createResolversMap } from 'type-graphql';
import { dataSource } from './data-source.js';
import { NewsItem } from './entities.js';
import { NewsItemConnectionResolver, NewsItemResolver } from './news.resolver.js';
import { CountryMentionResolver, CountryResolver, EventResolver, OfficeResolver } from './reference.resolver.js';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

async function main(): Promise<void> {
  await dataSource.initialize();
  const built = await buildSchema({
    resolvers: [
      NewsItemResolver,
      NewsItemConnectionResolver,
      CountryResolver,
      OfficeResolver,
      EventResolver,
      CountryMentionResolver,
    ],
    validate: false,
  });
  const resolvers = createResolversMap(built);
  resolvers['NewsItem'] = {
    ...(resolvers['NewsItem'] as object),
    __resolveReference: ({ id }: { id: string }) => dataSource.getRepository(NewsItem).findOneBy({ id }),
  };
  const typeDefs = parse(`${link}\n${printSchemaWithDirectives(built)}`);
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
  const server = new ApolloServer({ schema });
  await startStandaloneServer(server, { listen: { port: Number(process.env['PORT']), host: '127.0.0.1' } });
}

void main();
