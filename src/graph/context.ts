/**
 * What every resolver is handed: the catalogue, the loaders of all slices, and the means to make more of them. Data
 * crosses slices here: a slice reads another's rows by `context.catalogue` and `context.loaders`, never by import.
 */
import type { Catalogue } from './catalogue.js';
import { lazily } from './catalogue.js';
import { FailFastReader } from './fail-fast.js';
import type { NodeKind, NodeRow } from './node-id.js';
import { today } from './partial-date.js';
import type { Reader } from './sql.js';
import { AnswerDependencies } from './dependencies.js';

/** The loaders of one request; slices add theirs by declaration merging. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the slices
export interface Loaders {}

export interface GraphContext {
  readonly catalogue: Catalogue;
  readonly loaders: Readonly<Loaders>;
  /** Reads anything; an answer for which it was used counts as changed by every change of the content. */
  readonly untrackedReader: Reader;
  /** The same for who notes in `uses` what is read. */
  readonly reader: Reader;
  readonly requestId: string;
  /** How nodes of each kind are found. */
  readonly nodeSources: ReadonlyMap<NodeKind, NodeSource>;
  /** Batching loaders that belong to one field with one set of arguments, kept for the length of the request. */
  readonly batches: Map<string, unknown>;
  /** What was asked for so far. */
  readonly dependencies: AnswerDependencies;
  /** The day on which the request came, in UTC. */
  today(): string;
}

type Found = NodeRow | null | undefined;

/** @param fields those that are selected of the node, where the caller knows; a bound from above */
export type FindByKey = (key: string, context: GraphContext, fields?: ReadonlySet<string>) => Found | Promise<Found>;

/** How nodes of one kind are found: by id for `node`, and by any key for the references that other subgraphs send. */
export interface NodeSource {
  kind: NodeKind;
  /** The GraphQL object types that nodes of this kind can have. */
  typeNames: readonly string[];
  /** The interface that they share, if there are several. */
  interfaceName?: string;
  /** By key field: how its value is looked up. A value that finds nothing gives null or undefined. */
  keys: Record<string, FindByKey>;
}

/** How a loader is made for a request. It is made at its first use. */
export type LoaderFactories = Record<string, (context: GraphContext) => unknown>;

export type LoadersOf<Factories extends LoaderFactories> = { [Name in keyof Factories]: ReturnType<Factories[Name]> };

/** Gives the function that makes the context of a request. */
export function contextMaker(factories: LoaderFactories) {
  const prototype = lazily(
    Object.fromEntries(
      Object.entries(factories).map(([name, make]) => [name, (loaders: { of: GraphContext }) => make(loaders.of)]),
    ),
  );
  return (parts: RequestParts): GraphContext => new RequestContext(parts, prototype);
}

type RequestParts = Pick<GraphContext, 'catalogue' | 'reader' | 'requestId' | 'nodeSources'>;

/** Notes what resolvers take of it. Apollo Server copies contexts, so that nothing here may be private to the object. */
class RequestContext implements GraphContext {
  readonly dependencies = new AnswerDependencies();
  readonly catalogue: Catalogue;
  readonly requestId: string;
  private readonly made: { batches: Map<string, unknown>; loaders: Loaders; reader: Reader };

  constructor(
    private readonly parts: RequestParts,
    loaders: object,
  ) {
    this.catalogue = parts.catalogue;
    this.requestId = parts.requestId;
    this.made = {
      batches: new Map(),
      loaders: Object.create(loaders, { of: { value: this } }) as Loaders,
      reader: new FailFastReader(parts.reader),
    };
  }

  get loaders() {
    this.dependencies.count += 1;
    return this.made.loaders;
  }

  get batches() {
    this.dependencies.count += 1;
    return this.made.batches;
  }

  get untrackedReader() {
    this.dependencies.count += 1;
    this.dependencies.everything = true;
    return this.made.reader;
  }

  get reader() {
    this.dependencies.count += 1;
    return this.made.reader;
  }

  get nodeSources() {
    this.dependencies.count += 1;
    return this.parts.nodeSources;
  }

  today() {
    this.dependencies.count += 1;
    this.dependencies.day = true;
    return today();
  }
}
