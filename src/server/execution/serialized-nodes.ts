/**
 * Texts of nodes of the reference catalogue, kept for a snapshot: the same office under the same selection gives the
 * same text in every answer, as long as nothing but the snapshot was read for it.
 */
import type { Catalogue } from '../../graph/catalogue.js';

/** Bytes that all kept texts may take, about; beyond, all are let go and written anew. */
const mostKept = 16_000_000;
/** What the keeping of one text takes besides its characters, about. */
const bytesPerText = 100;

export class SerializedNodeCache {
  private size = 0;
  /** The snapshot of which the texts are. No other one is held, also not by selections that nobody asks for any more. */
  private snapshot: Catalogue | undefined;
  private readonly keeping = new Set<KeptTexts>();

  /** @param typeNames the object types whose rows live in the catalogue */
  constructor(readonly typeNames: ReadonlySet<string>) {}

  /** The texts of one selection. */
  forSelection(): SelectionTexts {
    const texts = new KeptTexts();
    return {
      of: (row, catalogue) => {
        if (catalogue === this.snapshot) return texts.byRow.get(row);
        this.letGo();
        this.snapshot = catalogue;
        return undefined;
      },
      keep: (row, text) => {
        flatten(text);
        texts.byRow.set(row, text);
        this.keeping.add(texts);
        this.size += 2 * text.length + bytesPerText;
        if (this.size >= mostKept) this.letGo();
      },
    };
  }

  private letGo(): void {
    for (const texts of this.keeping) texts.byRow = new WeakMap();
    this.keeping.clear();
    this.size = 0;
  }
}

/** A text that was added up of parts is held as these, which takes many times its length, until it is looked into. */
const flatten = (text: string): number => text.charCodeAt(0);

class KeptTexts {
  byRow = new WeakMap<object, string>();
}

export interface SelectionTexts {
  of(row: object, catalogue: Catalogue): string | undefined;
  keep(row: object, text: string): void;
}
