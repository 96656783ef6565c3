/**
 * A process that asks for two references: one whose lookup fails, then one of an unknown type. Run with `stock` it
 * resolves them as `@apollo/subgraph` does, with `own` as this server does. It exits with 0 if it lives to the end.
 */
import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { resolveSourceSpecifiers } from '../../testing/source-specifiers';
import type { NodeSource } from '../context.js';

const fail = () => Promise.reject(new Error('The database is away.'));
const newsItems: NodeSource = { kind: 'NewsItem', typeNames: ['NewsItem'], keys: { id: fail } };

async function main(resolver: string | undefined): Promise<void> {
  const schema = buildSubgraphSchema({
    typeDefs: parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      type NewsItem @key(fields: "id") { id: ID! }
      type Query { newsItem: NewsItem }`),
    resolvers: { NewsItem: { __resolveReference: fail } },
  });
  if (resolver === 'own') {
    resolveSourceSpecifiers();
    // Found only once specifiers are resolved.
    const { resolveEntities } = require('./entities.js') as typeof import('./entities.js');
    resolveEntities(schema, [newsItems]);
  }
  const source = `{
    _entities(representations: [{ __typename: "NewsItem", id: "1" }, { __typename: "Ministry", id: "1" }]) {
      __typename
    }
  }`;
  await graphql({ schema, source, contextValue: {} });
  // A rejection that nobody handles ends the process before this.
  setImmediate(() => process.exit(0));
}

void main(process.argv[2]);
