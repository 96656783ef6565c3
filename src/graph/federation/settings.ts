/** The configurable parts of the subgraph. */

/** Supported versions of the federation specification. */
export const federationVersions = ['2.9', '2.12'] as const;
export type FederationVersion = (typeof federationVersions)[number];

export interface FederationSettings {
  /** 2.12 adds `@cacheTag`. */
  version: FederationVersion;
  /**
   * Whether the subgraph has `Query.node` and `Query.nodes`. Only one subgraph of a supergraph can have them: sharing
   * the fields would promise that each subgraph finds the nodes of all.
   */
  nodeQuery: boolean;
}

/** The settings of `schema.graphql`. */
export const defaultFederation: FederationSettings = { version: '2.9', nodeQuery: true };
