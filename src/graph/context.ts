/**
 * The context of every resolver: the reference cache, the loaders of all slices, and what is needed to create more
 * loaders. Slices exchange data only here: a slice reads another's rows through `context.catalogue` and
 * `context.loaders`, never by import.
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
  /** Reads without recording dependencies: every content change invalidates the answer. */
  readonly untrackedReader: Reader;
  /** Like `untrackedReader`, but the caller must record what it reads in `dependencies`. */
  readonly reader: Reader;
  readonly requestId: string;
  /** Lookups by kind of node. */
  readonly nodeSources: ReadonlyMap<NodeKind, NodeSource>;
  /** Batching loaders of this request, each for one field with one set of arguments. */
  readonly batches: Map<string, unknown>;
  /** What the answer depends on so far. */
  readonly dependencies: AnswerDependencies;
  /** The current day in UTC. */
  today(): string;
}

type Found = NodeRow | null | undefined;

/** @param fields those that are selected of the node, where the caller knows; an upper bound */
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

/** Factories of loaders. A request creates a loader on first use. */
export type LoaderFactories = Record<string, (context: GraphContext) => unknown>;

export type LoadersOf<Factories extends LoaderFactories> = { [Name in keyof Factories]: ReturnType<Factories[Name]> };

/** Returns the function that creates the context of a request. */
export function contextMaker(factories: LoaderFactories) {
  const prototype = lazily(
    Object.fromEntries(
      Object.entries(factories).map(([name, make]) => [name, (loaders: { of: GraphContext }) => make(loaders.of)]),
    ),
  );
  return (parts: RequestParts): GraphContext => new RequestContext(parts, prototype);
}

type RequestParts = Pick<GraphContext, 'catalogue' | 'reader' | 'requestId' | 'nodeSources'>;

/** Records what resolvers use. Apollo Server copies contexts, so `#private` fields would not work. */
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
