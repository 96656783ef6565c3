/**
 * Texts of nodes of the reference catalogue, kept for a snapshot: the same office under the same selection gives the
 * same text in every answer, as long as nothing but the snapshot was read for it.
 */
import type { Catalogue } from '../../graph/catalogue.js';

/** UTF-16 units of all kept texts; beyond, all are let go and written anew. */
const mostKept = 8_000_000;

export class WrittenNodes {
  private size = 0;
  /** Counts up whenever all texts are let go. */
  private generation = 0;

  /** @param typeNames the object types whose rows live in the catalogue */
  constructor(readonly typeNames: ReadonlySet<string>) {}

  /** The texts of one selection. */
  forSelection(): SelectionTexts {
    let texts = new WeakMap<object, string>();
    let snapshot: Catalogue | undefined;
    let generation = -1;
    return {
      of: (row, catalogue) => {
        if (catalogue === snapshot && generation === this.generation) return texts.get(row);
        texts = new WeakMap();
        snapshot = catalogue;
        generation = this.generation;
        return undefined;
      },
      keep: (row, text) => {
        texts.set(row, text);
        this.size += text.length;
        if (this.size < mostKept) return;
        this.size = 0;
        this.generation += 1;
      },
    };
  }
}

export interface SelectionTexts {
  of(row: object, catalogue: Catalogue): string | undefined;
  keep(row: object, text: string): void;
}
