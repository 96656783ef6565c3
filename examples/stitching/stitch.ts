/** One schema of several services that describe themselves with stitching directives. */
import { buildHTTPExecutor } from '@graphql-tools/executor-http';
import { stitchSchemas } from '@graphql-tools/stitch';
import { stitchingDirectives } from '@graphql-tools/stitching-directives';
import { buildSchema, type GraphQLSchema } from 'graphql';

export interface Service {
  sdl: string;
  endpoint: string;
}

/** Concurrent queries to one service are sent to it in one request. */
export function stitch(services: readonly Service[]): GraphQLSchema {
  const { stitchingDirectivesTransformer } = stitchingDirectives();
  return stitchSchemas({
    subschemas: services.map(({ sdl, endpoint }) => ({
      schema: buildSchema(sdl, { assumeValidSDL: true }),
      executor: buildHTTPExecutor({ endpoint }),
      batch: true,
    })),
    subschemaConfigTransforms: [stitchingDirectivesTransformer],
  });
}
