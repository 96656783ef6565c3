/** Match details: the matching name and the positions of the words, read for a whole page at once. */
import { batchFor } from '../../graph/batch.js';
import type { GraphContext } from '../../graph/context.js';
import { highlightStatement, marks, type SearchMode } from './search.statement.js';
import { maximalRanges, SearchField, type Highlight } from './search.type.js';

/** The fields of rows that search uses. */
export interface FoundRow {
  id: string;
  title?: string;
  lead?: string | null;
  name?: string;
  shortName?: string | null;
  names?: readonly { name: string }[];
}

/** A search result and how it matched. */
export interface FoundNode {
  cursor: string;
  node: FoundRow;
  query: string;
  mode: SearchMode;
  /** Whether the match needs the body of a news item: its title and lead do not contain all the words. */
  inText: boolean;
}

export interface Explanation {
  /** The name that matched, if it is not the current name. */
  matchedName: string | null;
  highlights: Highlight[];
}

interface MarkedText {
  marked: string;
  matches: boolean;
  likeness: number;
}

const unmarked = new RegExp(`[${marks.start}${marks.end}]`, 'gu');

function textsOf({ title, lead, name, shortName, names = [] }: FoundRow): [SearchField, string][] {
  const own: [SearchField, string | null | undefined][] =
    title === undefined
      ? [name, shortName, ...names.map((other) => other.name)].map((each) => [SearchField.NAME, each])
      : [
          [SearchField.TITLE, title],
          [SearchField.LEAD, lead],
        ];
  return own.flatMap(([field, text]) => (text ? [[field, text.replace(unmarked, '')] as [SearchField, string]] : []));
}

/** Explains how a node was found; all nodes of a request with the same query share one statement. */
export function explain(context: GraphContext, found: FoundNode): Promise<Explanation> {
  const { query, mode } = found;
  const loader = batchFor<FoundNode, Explanation>(context, `search ${mode} ${query}`, async (all) => {
    const texts = all.map(({ node }) => textsOf(node));
    const inText = all.filter((each) => each.inText);
    const statement = highlightStatement(
      query,
      texts.flatMap((own) => own.map(([, text]) => text)),
      inText.map(({ node }) => node.id),
    );
    // The search has already recorded the dependencies on these nodes.
    const marked = await context.reader.rows<MarkedText>(statement);
    const explanations = texts.map((own) => explanationOf(own, marked.splice(0, own.length), mode));
    for (const [i, { marked: passage }] of marked.entries()) {
      explanations[all.indexOf(inText[i]!)]!.highlights.push(...highlightsOf(SearchField.TEXT, passage));
    }
    return explanations;
  });
  return loader.load(found);
}

function explanationOf(
  texts: readonly [SearchField, string][],
  marked: readonly MarkedText[],
  mode: SearchMode,
): Explanation {
  const highlights = mode === 'words' ? texts.flatMap(([field], i) => highlightsOf(field, marked[i]!.marked)) : [];
  const [current] = texts;
  if (current?.[0] !== SearchField.NAME) return { matchedName: null, highlights };
  const matched =
    mode === 'words'
      ? texts.find((_, i) => marked[i]!.matches)
      : texts[marked.reduce((best, { likeness }, i) => (likeness > marked[best]!.likeness ? i : best), 0)];
  return { matchedName: matched === undefined || matched === current ? null : matched[1], highlights };
}

/** The highlight of a text, if anything in it is marked. */
function highlightsOf(field: SearchField, marked: string): Highlight[] {
  const ranges = rangesOf(marked);
  return ranges.length > 0 ? [{ field, text: marked.replace(unmarked, ''), ranges }] : [];
}

/** Ranges of the marked parts in the text without the marks. */
export function rangesOf(marked: string): Highlight['ranges'] {
  const ranges: Highlight['ranges'] = [];
  let position = 0;
  for (const part of marked.split(marks.start)) {
    const [found, rest] = part.split(marks.end) as [string, string?];
    if (rest !== undefined) ranges.push({ start: position, end: position + found.length });
    position += found.length + (rest?.length ?? 0);
  }
  return ranges.slice(0, maximalRanges);
}
