/**
 * Caches serialized nodes of the reference catalogue for one snapshot: the same office under the same selection has the
 * same text in every answer if nothing but the snapshot was read for it.
 */
import type { Catalogue } from '../../graph/catalogue.js';

/** Approximate bytes of all cached texts; above this all are evicted and written anew. */
const maxBytes = 16_000_000;
/** Approximate memory of a cached text besides its characters. */
const bytesPerText = 100;

export class SerializedNodeCache {
  private size = 0;
  /** The snapshot of the texts. No other one is retained, not even by selections that are no longer requested. */
  private snapshot: Catalogue | undefined;
  private readonly filled = new Set<TextsByRow>();

  /** @param typeNames the object types whose rows live in the catalogue */
  constructor(readonly typeNames: ReadonlySet<string>) {}

  /** The texts of one selection. */
  forSelection(): SelectionTexts {
    const texts = new TextsByRow();
    return {
      of: (row, catalogue) => {
        if (catalogue === this.snapshot) return texts.byRow.get(row);
        this.evictAll();
        this.snapshot = catalogue;
        return undefined;
      },
      keep: (row, text) => {
        flatten(text);
        texts.byRow.set(row, text);
        this.filled.add(texts);
        this.size += 2 * text.length + bytesPerText;
        if (this.size >= maxBytes) this.evictAll();
      },
    };
  }

  private evictAll(): void {
    for (const texts of this.filled) texts.byRow = new WeakMap();
    this.filled.clear();
    this.size = 0;
  }
}

/** V8 keeps a concatenated string as its parts, many times its length, until a character is read. */
const flatten = (text: string): number => text.charCodeAt(0);

class TextsByRow {
  byRow = new WeakMap<object, string>();
}

export interface SelectionTexts {
  of(row: object, catalogue: Catalogue): string | undefined;
  keep(row: object, text: string): void;
}
