/** What an operator can choose of the subgraph; the rest is the same everywhere. */

/** Versions of the federation specification in which the subgraph can be written. */
export const federationVersions = ['2.9', '2.12'] as const;
export type FederationVersion = (typeof federationVersions)[number];

export interface FederationSettings {
  /** 2.12 adds `@cacheTag`. */
  version: FederationVersion;
  /**
   * Whether the subgraph has `Query.node` and `Query.nodes`. Only one subgraph of a supergraph can: sharing the fields
   * would promise that each finds the nodes of all.
   */
  nodeQuery: boolean;
}

/** The form of `schema.graphql`. */
export const defaultFederation: FederationSettings = { version: '2.9', nodeQuery: true };
