/** Q1, Q7 and Q8: pages of the latest news with their edges. */
import { graphCursor, plainCursor, postgraphileCursor } from './cursors';
import type { Facts } from './facts';
import * as postgraphile from './postgraphile-answers';
import type { BenchQuery, Data, Wording } from './query';

const node =
  '{ title issuedOn issuedBy { name hostCountry { name } } countries { name isoCode } fieldsOfWork { name } }';
const postgraphileNode = `{ title issuedOn ${postgraphile.fields.issuedBy('name hostCountry { name }')}
  ${postgraphile.fields.countries('name isoCode')} ${postgraphile.fields.fieldsOfWork('name')} }`;
const postgraphilePage = ({ newsItems }: Data): Data => ({ newsItems: postgraphile.connection(newsItems) });

export const latest: BenchQuery = {
  name: 'Q1',
  title: 'latest 20 news with offices, hosts, countries and fields',
  inputs: [{}],
  wordings: {
    graph: { document: `{ newsItems(first: 20) { nodes ${node} } }` },
    plain: { document: `{ newsItems(first: 20) { nodes ${node} } }` },
    postgraphile: {
      document: `{ newsItems(first: 20, ${postgraphile.latestFirst}) { nodes ${postgraphileNode} } }`,
      answer: postgraphilePage,
    },
  },
};

export const deepPage = ({ deep }: Facts): BenchQuery => {
  const document = `query ($after: String) { newsItems(first: 20, after: $after) { nodes ${node} } }`;
  return {
    name: 'Q7',
    title: `as Q1, the page after the ${deep.position.toLocaleString('en')}th item`,
    inputs: [{ places: [deep] }],
    wordings: {
      graph: {
        document,
        variables: async ({ places }, ask, total) => ({ after: await graphCursor(ask, places![0]!, total) }),
      },
      plain: { document, variables: ({ places }) => ({ after: plainCursor(places![0]!) }) },
      postgraphile: {
        document: `query ($after: Cursor) {
          newsItems(first: 20, after: $after, ${postgraphile.latestFirst}) { nodes ${postgraphileNode} } }`,
        variables: async ({ places }, ask) => ({ after: await postgraphileCursor(ask, places![0]!) }),
        answer: postgraphilePage,
      },
    },
  };
};

const roots = Array.from({ length: 10 }, (_, root) => root);

/** Ten pages under ten aliases: the first from the start, each other one after its own cursor. */
function tenPages(cursorType: string, order: string, selection: string): string {
  const declared = roots.slice(1).map((root) => `$c${root}: ${cursorType}`);
  const pages = roots.map((root) => {
    const after = root === 0 ? '' : `, after: $c${root}`;
    return `p${root}: newsItems(first: 100${after}${order}) { nodes ${selection} }`;
  });
  return `query (${declared.join(', ')}) { ${pages.join('\n')} }`;
}

const cursorVariables = (cursors: readonly string[]) =>
  Object.fromEntries(cursors.map((cursor, place) => [`c${place + 1}`, cursor]));

async function withLock<Item>(items: readonly Item[], work: (item: Item) => Promise<string>): Promise<string[]> {
  const results: string[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

export const thousandItems = ({ hundreds }: Facts): BenchQuery => {
  const plain: Wording = {
    document: tenPages('String', '', node),
    variables: ({ places }) => cursorVariables(places!.map(plainCursor)),
  };
  return {
    name: 'Q8',
    title: '1,000 news with the edges of Q1: ten pages of 100',
    inputs: [{ places: hundreds }],
    wordings: {
      graph: {
        ...plain,
        variables: async ({ places }, ask, total) =>
          cursorVariables(await withLock(places!, (place) => graphCursor(ask, place, total))),
      },
      plain,
      postgraphile: {
        document: tenPages('Cursor', `, ${postgraphile.latestFirst}`, postgraphileNode),
        variables: async ({ places }, ask) =>
          cursorVariables(await withLock(places!, (place) => postgraphileCursor(ask, place))),
        answer: (data: object) =>
          Object.fromEntries(
            Object.entries(data).map(([root, page]: [string, Data]) => [root, postgraphile.connection(page)]),
          ),
      },
    },
  };
};
