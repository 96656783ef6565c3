/**
 * The entries of RSS 2.0, RSS 1.0 (RDF) and Atom feeds, as printed. Entities that a feed declares are never resolved, so
 * that a feed can neither read files nor blow up: `&own;` stays as it is written.
 */
import type { Parser } from 'htmlparser2';
import { addressOf } from '../html/head.js';
import { lineCounter } from '../html/line-counter.js';
import { parseMarkup } from '../html/markup.js';

/** One entry of a feed. */
export interface FeedEntry {
  /** Line of the file, from 1. */
  line: number;
  title: string;
  /** Addresses, the best first. */
  links: string[];
  /** What the feed calls the entry; often no address. */
  guid: string;
  published: string[];
  /** HTML, or text of which it cannot be told apart. */
  summary: string;
  content: string;
  categories: string[];
  authors: string[];
}

/** A feed as a list of its entries. */
export interface Feed {
  entries: FeedEntry[];
  /** Those of an Atom feed, for entries that name none. */
  authors: string[];
  /** Whether there were more entries than any feed has. */
  cut: boolean;
}

/** Feeds hold some dozens of entries. */
const MOST_ENTRIES = 10_000;
const ENTRIES = new Set(['item', 'entry']);
const VOID = new Set(['br', 'hr', 'img']);

type FieldName = 'title' | 'summary' | 'content' | 'category' | 'author' | 'date' | 'updated' | 'link' | 'guid';

const FIELDS: Readonly<Record<string, FieldName>> = {
  title: 'title',
  'dc:title': 'title',
  description: 'summary',
  summary: 'summary',
  'dc:description': 'summary',
  'content:encoded': 'content',
  content: 'content',
  category: 'category',
  'dc:subject': 'category',
  author: 'author',
  'dc:creator': 'author',
  source: 'author',
  pubdate: 'date',
  published: 'date',
  updated: 'updated',
  'dc:date': 'updated',
  link: 'link',
  guid: 'guid',
  id: 'guid',
};

interface OpenField {
  name: FieldName;
  depth: number;
  text: string;
  isLink: boolean;
  /** Persons of Atom have elements of their own: only their name counts. */
  person?: string;
  /** Plain text of Atom, in which a `<` is one. */
  plain: boolean;
}

/** Reads a feed. Throws a `MarkupError` for what no reader should follow. */
export function parseFeed(xml: string): Feed {
  const feed: Feed = { entries: [], authors: [], cut: false };
  let depth = 0;
  let entry: { depth: number; value: FeedEntry } | undefined;
  let field: OpenField | undefined;
  let inPersonName = false;
  let parser: Parser | undefined;
  const lineAt = lineCounter(xml);

  parseMarkup(
    xml,
    {
      onparserinit(made) {
        parser = made;
      },
      onopentag(tag, attributes) {
        depth++;
        const name = tag.toLowerCase();
        if (field) {
          if (field.name === 'author' && /^(?:[\w-]+:)?(?:name|title)$/.test(name)) inPersonName = true;
          else if (field.name !== 'author') field.text += `<${local(name)}>`;
          return;
        }
        if (!entry && ENTRIES.has(name)) {
          entry = { depth, value: emptyEntry(lineAt(parser?.startIndex ?? 0)) };
          return;
        }
        const known = FIELDS[name];
        if (!known) return;
        if (entry ? depth !== entry.depth + 1 : known !== 'author' || depth !== 2) return;
        field = {
          name: known,
          depth,
          text: '',
          isLink: attributes['isPermaLink'] !== 'false',
          plain: attributes['type'] === 'text',
        };
        if (known === 'category' && attributes['term']) field.text = attributes['label'] ?? attributes['term'];
        if (known === 'link' && attributes['href'] && ['alternate', undefined].includes(attributes['rel'])) {
          field.text = attributes['href'];
        }
      },
      ontext(text) {
        if (!field) return;
        if (inPersonName) field.person = (field.person ?? '') + text;
        else if (field.plain || depth > field.depth) field.text += text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
        else field.text += text;
      },
      onclosetag(tag) {
        const name = tag.toLowerCase();
        depth--;
        if (field && depth >= field.depth) {
          if (inPersonName) inPersonName = false;
          else if (field.name !== 'author' && !VOID.has(local(name))) field.text += `</${local(name)}>`;
          return;
        }
        if (field) {
          if (entry) keep(entry.value, field);
          else feed.authors.push((field.person ?? field.text).trim());
          field = undefined;
        } else if (entry && depth < entry.depth) {
          if (feed.entries.length < MOST_ENTRIES) feed.entries.push(entry.value);
          else feed.cut = true;
          entry = undefined;
        }
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  return { entries: feed.entries, authors: feed.authors.filter(Boolean), cut: feed.cut };
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

const emptyEntry = (line: number): FeedEntry => ({
  line,
  title: '',
  links: [],
  guid: '',
  published: [],
  summary: '',
  content: '',
  categories: [],
  authors: [],
});

function keep(entry: FeedEntry, field: OpenField): void {
  const text = (field.person ?? field.text).trim();
  if (text === '') return;
  const address = addressOf(text);
  switch (field.name) {
    case 'title':
    case 'summary':
    case 'content':
      if (entry[field.name] === '') entry[field.name] = text;
      return;
    case 'date':
      entry.published.unshift(text);
      return;
    case 'updated':
      entry.published.push(text);
      return;
    case 'category':
      entry.categories.push(text);
      return;
    case 'author':
      entry.authors.push(text);
      return;
    case 'link':
      if (address !== undefined) entry.links.unshift(address);
      return;
    case 'guid':
      entry.guid = text;
      if (address !== undefined && field.isLink) entry.links.push(address);
  }
}
