/** What a news item is to be: of what its record says, and of what the graph has already. */
import { maximalEntries } from '../../graph/nouns/bounds.js';
import { nodeId } from '../../graph/node-id.js';
import type { Linker } from '../linker/index.js';
import type { NewsItemRecord } from '../record.js';
import type { Directory } from './directory.js';
import { newsColumns, type NewsEdge } from './news-columns.js';
import { listIn, type MentionRow, type NewsNode } from './news-node.js';
import { valueOf } from './references.js';
import type { Names } from './names.js';

/** A record with the countries in its texts, where they have been looked for ahead of the writing. */
export interface LinkedRecord {
  record: NewsItemRecord;
  linked?: Linked;
}

type Text = Pick<NewsNode, 'title' | 'lead' | 'body'>;
type Mentions = ReturnType<Linker['link']>;
interface Linked {
  linker: Linker;
  byText: ReadonlyMap<string, Mentions>;
}

const textsOf = ({ title, lead, body }: NewsItemRecord | Text) => [title, lead, body].flatMap((text) => text || []);

/** Looks for countries in the texts of a record. */
export function linkAhead(record: NewsItemRecord, linker: Linker): Linked {
  return { linker, byText: new Map(textsOf(record).map((text) => [text, linker.link(text)])) };
}

/** How a record stands to the item that is there. */
export type Standing =
  /** It names the item by its slug: what it says takes the place of what is there, what it leaves open stays. */
  | 'statement'
  /** It is the item in another shape: the fuller text wins, and what either says of the item is kept. */
  | 'shape';

export function composeNews(
  { record, linked: ahead }: LinkedRecord,
  slug: string,
  standing: Standing,
  prior: NewsNode | undefined,
  directory: Directory,
  names: Names,
): NewsNode {
  const { edges, scalars, lists } = newsColumns();
  const said = (field: string) => valueOf(record, field) as string[] | undefined;
  const wins = standing === 'statement' || !prior || isFuller(record, prior);
  const ids = ({ field, to, property }: NewsEdge) => {
    const named = distinct((said(field) ?? []).map((one) => directory.require(to, one)));
    const stored = listIn(prior, property);
    if (standing === 'statement') return named.length > 0 ? named : [...stored];
    // Two page layouts of one item may together name more entries than a record can have; the first ones are kept.
    return distinct(wins ? [...named, ...stored] : [...stored, ...named]).slice(0, maximalEntries);
  };
  const printed = (field: string) => {
    const [own, stored] = [said(field) ?? [], listIn(prior, field)];
    return distinct((wins ? own : stored).length > 0 === wins ? own : stored);
  };
  const first = <Value>(said: Value | undefined, stored: Value | null | undefined): Value | null =>
    (wins ? (said ?? stored) : (stored ?? said)) ?? null;

  const text = textOf(record, standing, prior, wins);
  const mentions = mentionsOf(text, names, ahead);
  const linked = Object.fromEntries(edges.map((edge) => [edge.property, ids(edge)])) as Pick<NewsNode, 'officeIds'>;
  return {
    ...Object.fromEntries(scalars.map((field) => [field, first(valueOf(record, field), prior?.[field])])),
    ...Object.fromEntries(lists.map((field) => [field, printed(field)])),
    ...linked,
    id: prior?.id ?? nodeId('NewsItem', slug),
    slug: prior?.slug ?? slug,
    ...text,
    issuedOn: finer(first(record.issuedOn, prior?.issuedOn), prior?.issuedOn, standing),
    // Whatever says nothing of its kind is news: what is there may be no more than that.
    kind: (wins ? (record.kind ?? prior?.kind) : prior?.kind) ?? 'NEWS',
    countryIds: distinct([
      ...mentions.map(([, , , countryId]) => countryId),
      ...linked.officeIds.flatMap((id) => names.hosts.get(id) ?? []),
    ]),
    mentions,
  };
}

const distinct = <Item>(items: readonly Item[]): Item[] => (items.length < 2 ? [...items] : [...new Set(items)]);

/** A shape is one text: its title, lead and body belong together. A statement may be of one of them alone. */
function textOf(
  { title, lead, body }: NewsItemRecord,
  standing: Standing,
  prior: NewsNode | undefined,
  wins: boolean,
): Text {
  if (standing === 'shape' && prior) return wins ? { title, lead: lead ?? null, body: body ?? null } : textIn(prior);
  return { title, lead: lead ?? prior?.lead ?? null, body: body ?? prior?.body ?? null };
}

const textIn = ({ title, lead, body }: NewsNode): Text => ({ title, lead, body });

/** An order of all texts, so that the same shapes give the same item however often and in which turns they come. */
function isFuller(record: NewsItemRecord, prior: NewsNode): boolean {
  const [said, stored] = [record, prior].map(({ lead, body }) => `${lead ?? ''}\n${body ?? ''}`) as [string, string];
  if (said.length !== stored.length) return said.length > stored.length;
  return said === stored ? record.title >= prior.title : said > stored;
}

/** Of two dates that may be the same day, the one that says more of it. */
function finer(date: string | null, stored: string | null | undefined, standing: Standing): string | null {
  return standing === 'shape' && date !== null && stored?.startsWith(date) ? stored : date;
}

function mentionsOf({ title, lead, body }: Text, { linker, countryIds }: Names, linked: Linked | undefined) {
  const ahead = linked?.linker === linker ? linked.byText : undefined;
  const within = (field: MentionRow[0], text: string | null) =>
    text
      ? (ahead?.get(text) ?? linker.link(text)).map(
          ({ countrySlug, start, end, quote, rule, confidence }): MentionRow => [
            field,
            start,
            end,
            countryIds.get(countrySlug)!,
            quote,
            rule,
            confidence,
          ],
        )
      : [];
  return [...within('TITLE', title), ...within('LEAD', lead), ...within('BODY', body)];
}
