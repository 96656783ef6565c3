/**
 * Caches responses as bytes until a content change invalidates them. A response is stored only if no change that
 * invalidates it arrived while it was computed: data read before a change must not be cached after it. Without a LISTEN
 * connection nothing is stored, and nothing is served unless the database is unreachable: then nothing newer can be read.
 */
import { invalidates, kindsOf, type Change } from '../../graph/invalidation.js';
import type { Catalogue } from '../../graph/catalogue.js';
import type { AnswerDependencies } from '../../graph/dependencies.js';
import type { RequestRecord } from '../observability/request-record.js';

export interface ResponseCacheSettings {
  /** The most bytes of all entries with their metadata. */
  maxBytes: number;
  /** The current snapshot: responses from another one are not served. */
  catalogue: () => Catalogue;
  /** Whether the primary database is unreachable. */
  isStoreAway?: () => boolean;
}

/** The operation of a response, as recorded when the response was computed. */
export type CachedOperation = Pick<RequestRecord, 'operationName' | 'operationHash' | 'cost'>;

export interface CachedResponse {
  readonly body: Buffer;
  /** The headers that belong to the response itself. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the log and the metrics record for a cache hit. */
  readonly operation?: CachedOperation | undefined;
  /** Compressed bodies by content encoding, each made on the first request for it. */
  readonly encoded: Map<string, Buffer | 'being made'>;
}

interface Entry extends CachedResponse {
  key: string;
  dependencies: AnswerDependencies;
  tags: readonly string[];
  catalogue: Catalogue;
  /** When the entry expires, in milliseconds since 1970. */
  until: number;
  bytes: number;
  /** Whether it was requested since it was last considered for eviction. */
  isWanted: boolean;
}

/** How many changes are remembered for responses that are being computed. */
const remembered = 2_000;
/** The memory of an entry besides its body and key, and that of one recorded node or list with its tag. */
const bytesPerAnswer = 2_500;
const bytesPerNote = 400;
/** The conditions of lists are recorded as objects, which take more memory than their text in the key. */
const timesKey = 4;
const dayMs = 86_400_000;

const everything = '*';
const ofId = (id: string) => `i${id}`;
const ofSlug = (slug: string) => `s${slug}`;
const ofKind = (kind: string) => `k${kind}`;
const bySlug = 's';

export class ResponseCache {
  private readonly entries = new Map<string, Entry>();
  private readonly tagged = new Map<string, Set<Entry>>();
  private recent: Change[] = [];
  /** How many changes arrived before the first one in `recent`. */
  private forgotten = 0;
  private bytes = 0;
  private listening = false;
  /** Since the start, for metrics. */
  readonly counts = { hits: 0, misses: 0, kept: 0, purged: 0, displaced: 0, changes: 0 };

  constructor(private readonly settings: ResponseCacheSettings) {}

  /** Whether responses are currently stored. */
  get isStoring(): boolean {
    return this.listening;
  }

  /** Whether cached responses are currently served. */
  get isServing(): boolean {
    return this.listening || (this.settings.isStoreAway?.() ?? false);
  }

  get size() {
    return { answers: this.entries.size, bytes: this.bytes };
  }

  get(key: string): CachedResponse | undefined {
    const entry = this.isServing ? this.entries.get(key) : undefined;
    if (!entry) return undefined;
    if (entry.catalogue !== this.settings.catalogue() || entry.until <= Date.now()) {
      this.drop(entry);
      this.counts.purged += 1;
      return undefined;
    }
    entry.isWanted = true;
    this.counts.hits += 1;
    return entry;
  }

  /** Must be called before anything is read for a response. @returns the `since` of {@link keep} */
  begin(): number {
    this.counts.misses += 1;
    return this.forgotten + this.recent.length;
  }

  /**
   * Stores a response, unless it may be stale already or is too large.
   * @param since what {@link begin} returned before the response was computed
   */
  keep(
    key: string,
    since: number,
    dependencies: AnswerDependencies,
    catalogue: Catalogue,
    answer: Pick<CachedResponse, 'body' | 'headers' | 'operation'>,
  ): CachedResponse | undefined {
    if (!this.listening || since < this.forgotten || catalogue !== this.settings.catalogue()) return undefined;
    if (this.recent.slice(since - this.forgotten).some((change) => invalidates(change, dependencies))) return undefined;
    const tags = tagsOf(dependencies);
    const bytes =
      answer.body.length +
      timesKey * key.length +
      lengthOf(answer.headers) +
      noted(dependencies) * bytesPerNote +
      bytesPerAnswer;
    if (bytes > this.settings.maxBytes / 8) return undefined;
    const now = Date.now();
    const until = dependencies.day ? now - (now % dayMs) + dayMs : Infinity;
    const entry: Entry = {
      ...answer,
      key,
      dependencies,
      tags,
      catalogue,
      until,
      bytes,
      isWanted: false,
      encoded: new Map(),
    };
    const former = this.entries.get(key);
    if (former) this.drop(former);
    this.entries.set(key, entry);
    this.bytes += bytes;
    for (const tag of tags) {
      const entries = this.tagged.get(tag);
      if (entries) entries.add(entry);
      else this.tagged.set(tag, new Set([entry]));
    }
    this.counts.kept += 1;
    this.makeRoom();
    return entry;
  }

  /** Adds a compressed body to a response that is still cached. */
  addEncoded(answer: CachedResponse, encoding: string, body: Buffer): void {
    const entry = answer as Entry;
    if (this.entries.get(entry.key) !== entry) return;
    entry.encoded.set(encoding, body);
    entry.bytes += body.length;
    this.bytes += body.length;
    this.makeRoom();
  }

  /** Drops the responses that a change invalidates. */
  change(change: Change): void {
    this.counts.changes += 1;
    this.recent.push(change);
    if (this.recent.length > 2 * remembered) {
      this.forgotten += remembered;
      this.recent = this.recent.slice(remembered);
    }
    const candidates = new Set(tagsOfChange(change).flatMap((tag) => [...(this.tagged.get(tag) ?? [])]));
    for (const entry of candidates) {
      if (!invalidates(change, entry.dependencies)) continue;
      this.drop(entry);
      this.counts.purged += 1;
    }
  }

  /** Must be called when change notifications start and stop. Changes in between are unknown, so a start clears the cache. */
  setListening(listening: boolean): void {
    this.listening = listening;
    if (!listening) return;
    // Responses that are being computed began before.
    this.forgotten += this.recent.length + 1;
    this.recent = [];
    this.counts.purged += this.entries.size;
    this.entries.clear();
    this.tagged.clear();
    this.bytes = 0;
  }

  /** Evicts the oldest entries (CLOCK). An entry that was requested since it was last considered moves to the end instead. */
  private makeRoom(): void {
    for (const entry of this.entries.values()) {
      if (this.bytes <= this.settings.maxBytes) return;
      if (entry.isWanted) {
        entry.isWanted = false;
        this.entries.delete(entry.key);
        this.entries.set(entry.key, entry);
        continue;
      }
      this.drop(entry);
      this.counts.displaced += 1;
    }
  }

  private drop(entry: Entry): void {
    this.entries.delete(entry.key);
    this.bytes -= entry.bytes;
    for (const tag of entry.tags) {
      const entries = this.tagged.get(tag);
      entries?.delete(entry);
      if (entries?.size === 0) this.tagged.delete(tag);
    }
  }
}

const noted = ({ ids, slugs, lists, walked, tables }: AnswerDependencies) =>
  ids.size + slugs.size + lists.length + walked.size + tables.size;

const lengthOf = (headers: CachedResponse['headers']) =>
  Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length, 0);

/** The tags by which a change finds the responses that it may invalidate. */
function tagsOf({ ids, slugs, lists, hasEdges, everything: isEverything }: AnswerDependencies): string[] {
  // Few responses depend on edges; every change checks them all.
  if (isEverything || hasEdges) return [everything];
  const kinds = new Set(lists.flatMap((list) => [...kindsOf(list)]));
  return [
    ...[...ids].map(ofId),
    ...[...slugs].map(ofSlug),
    ...(slugs.size > 0 ? [bySlug] : []),
    ...[...kinds].map(ofKind),
    ...(ids.size > 0 ? [anyId] : []),
  ];
}

const anyId = 'i';

function tagsOfChange({ kind, id, old: before, new: after, table }: Change): string[] {
  const common = [everything, ofKind(kind)];
  if (id === undefined) return [...common, anyId, bySlug];
  if (table !== undefined) return [...common, ofId(id)];
  if (!before && !after) return [...common, ofId(id), bySlug];
  return [
    ...common,
    ofId(id),
    ...[before, after].flatMap((state) => (state ? [ofSlug(String(state.values['slug']))] : [])),
  ];
}
