/** What a page says of itself besides its text: title, meta, canonical address, JSON-LD. */
import { sourceIdOf } from '../source-id.js';
import { contentTypeNamed, isBreadcrumb } from '../vocabulary.js';
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
  /** The organisation's own number of the page. */
  sourceId?: string;
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
  #shortlink: string | undefined;
  #node: string | undefined;
  #title = '';
  #titles = 0;
  #json: string | undefined;
  #within: string | undefined;

  open(name: string, attributes: Attributes): void {
    if (name === 'article') this.#node ??= attributes['data-history-node-id'];
    if (name === 'meta') {
      const key = (attributes['property'] ?? attributes['name'] ?? attributes['itemprop'] ?? '').toLowerCase();
      const value = attributes['content']?.trim();
      if (key !== '' && value && !this.#meta.has(key)) this.#meta.set(key, value);
    } else if (name === 'link') {
      if (/^shortlink$/i.test(attributes['rel'] ?? '')) this.#shortlink ??= attributes['href'];
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
    const numbered = [address, addressOf(this.#shortlink), address && this.#node && nodeAddress(address, this.#node)];
    const sourceId = numbered.map((each) => each && sourceIdOf(each)).find(Boolean);
    const section = article?.section ?? this.#meta.get('article:section');
    return {
      ...(title !== '' && { title }),
      ...(address !== undefined && { address }),
      ...(publishedOn !== undefined && { publishedOn }),
      ...(section !== undefined && { section }),
      ...(sourceId && { sourceId }),
      linked: this.#linked,
    };
  }
}

/** The address that the system gives the page besides the readable one. */
function nodeAddress(address: string, node: string): string | undefined {
  try {
    const { origin, pathname } = new URL(address);
    const language = /^\/[a-z]{2}(?=\/|$)/.exec(pathname)?.[0] ?? '';
    return `${origin}${language}/node/${node}`;
  } catch {
    return undefined;
  }
}

const SITE_NAME = /^(?:www\.)?(?:osce|csce)(?:\.org)?(?: .{0,60})?$|organization for security|обсе/i;

/** `A title | OSCE`, `A title - OSCE`, `OSCE | A title`; nothing where only the name of the site is left. */
function withoutSiteName(title: string): string {
  const printed = title.replace(/\s+/g, ' ').trim();
  const bar = printed.lastIndexOf(' | ');
  let bare = bar > 0 && !SITE_NAME.test(printed.slice(0, bar)) ? printed.slice(0, bar).trim() : printed;
  const last = / (?:\||-|–|—|::) (OSCE|CSCE|osce\.org|OSCE POLIS|ODIHR)$/i.exec(bare);
  if (last) bare = bare.slice(0, last.index);
  const first = /^(?:OSCE|CSCE)(?: (?:Newsroom|News|Press releases?|Website))? ?(?:\||-|–|—|::) /i.exec(bare);
  if (first) bare = bare.slice(first[0].length);
  return isBreadcrumb(bare) || contentTypeNamed(bare) || (SITE_NAME.test(bare) && bare.split(' ').length < 3)
    ? ''
    : bare;
}
