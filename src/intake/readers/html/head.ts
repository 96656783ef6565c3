/** What a page says of itself besides its text: title, meta, canonical address, JSON-LD. */
import { LinkedData } from './linked-data.js';
import type { Attributes } from './visibility.js';

/** Facts that fill what the text leaves open. */
export interface HtmlHead {
  title?: string;
  address?: string;
  /** The day of publication, `YYYY-MM-DD` as its own clock has it. */
  publishedOn?: string;
  /** What the page is said to be: `Press release`. */
  section?: string;
  linked: LinkedData;
}

const LONGEST_JSON = 2_000_000;
const DATE_META = ['article:published_time', 'dcterms.issued', 'dc.date.issued', 'dcterms.date', 'dc.date', 'date'];
const TITLE_META = ['og:title', 'dcterms.title', 'dc.title', 'twitter:title'];

/** `2025-05-12T23:30:00+02:00` is the 12th, wherever it is read. */
export function dayOf(moment: string | undefined): string | undefined {
  return /^\s*(\d{4}-\d{2}-\d{2})(?=[T\s]|$)/.exec(moment ?? '')?.[1];
}

/** An address of the web, or nothing. */
export function addressOf(value: string | undefined): string | undefined {
  const address = value?.trim();
  return address !== undefined && /^https?:\/\/[^\s]{4,2000}$/i.test(address) ? address : undefined;
}

/** Listens to the tags of a page and keeps what describes it. */
export class HeadReader {
  readonly #meta = new Map<string, string>();
  readonly #linked = new LinkedData();
  #canonical: string | undefined;
  #title = '';
  #titles = 0;
  #json: string | undefined;
  #within: string | undefined;

  open(name: string, attributes: Attributes): void {
    if (name === 'meta') {
      const key = (attributes['property'] ?? attributes['name'] ?? attributes['itemprop'] ?? '').toLowerCase();
      const value = attributes['content']?.trim();
      if (key !== '' && value && !this.#meta.has(key)) this.#meta.set(key, value);
    } else if (name === 'link') {
      if (/(?:^|\s)canonical(?:\s|$)/i.test(attributes['rel'] ?? '')) this.#canonical ??= attributes['href'];
    } else if (name === 'title') {
      this.#titles++;
      this.#within = 'title';
    } else if (name === 'script' && /^application\/ld\+json\b/i.test(attributes['type'] ?? '')) {
      this.#json = '';
      this.#within = 'script';
    }
  }

  text(text: string): void {
    if (this.#within === 'title' && this.#titles === 1) this.#title += text;
    else if (this.#within === 'script' && this.#json !== undefined && this.#json.length < LONGEST_JSON)
      this.#json += text;
  }

  close(name: string): void {
    if (name !== this.#within) return;
    this.#within = undefined;
    if (this.#json !== undefined) this.#linked.add(this.#json);
    this.#json = undefined;
  }

  finish(): HtmlHead {
    const first = (names: readonly string[]) => names.map((name) => this.#meta.get(name)).find(Boolean);
    const { article } = this.#linked;
    const title = withoutSiteName(first(TITLE_META) ?? this.#title);
    const address = [this.#canonical, this.#meta.get('og:url'), article?.url].map(addressOf).find(Boolean);
    const dates = [article?.publishedOn, ...DATE_META.map((name) => this.#meta.get(name))];
    const publishedOn = dates.map(dayOf).find(Boolean);
    const section = article?.section ?? this.#meta.get('article:section');
    return {
      ...(title !== '' && { title }),
      ...(address !== undefined && { address }),
      ...(publishedOn !== undefined && { publishedOn }),
      ...(section !== undefined && { section }),
      linked: this.#linked,
    };
  }
}

/** `A title | OSCE` */
function withoutSiteName(title: string): string {
  const printed = title.replace(/\s+/g, ' ').trim();
  const bar = printed.lastIndexOf(' | ');
  return bar > 0 ? printed.slice(0, bar).trim() : printed;
}
