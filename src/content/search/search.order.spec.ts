/**
 * Whether search puts first what readers look for: beside the plain way of PostgreSQL, on a sample that was judged by
 * hand. The table in docs/querying.md is what `tableOf` says.
 */
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { judgedNews } from './judged-news.fixture.js';
import { judgedQueries, type JudgedQuery, type QueryClass } from './judged-queries.fixture.js';

const shown = 10;

/** How search would be written with what every tutorial names: the words of the whole text, ranked as PostgreSQL does. */
const plainWays = {
  plain: `to_tsvector('english', concat_ws(' ', title, lead, body))`,
  weighted: `setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', coalesce(lead, '')), 'B')
    || to_tsvector('english', coalesce(body, ''))`,
} as const;
type Way = 'ours' | keyof typeof plainWays;

const classes = [...new Set(judgedQueries.map((query) => query.class))];

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('empty');
  await graph.add(
    ...judgedNews.map(([slug, issuedOn, title, lead, body]) => {
      return { type: 'NewsItem' as const, slug, issuedOn, title, lead, body, issuedBy: [], fieldsOfWork: [] };
    }),
  );
});
afterAll(() => graph.close());

async function ranked(way: Way, text: string): Promise<string[]> {
  if (way === 'ours') {
    const { search } = await graph.data<{ search: { nodes: { slug: string }[] } }>(
      `query ($text: String!, $first: Int) {
        search(query: $text, types: [NEWS_ITEM], first: $first) { nodes { ... on NewsItem { slug } } } }`,
      { text, first: shown },
    );
    return search.nodes.map(({ slug }) => slug);
  }
  const rows = await graph.dataSource.query<{ slug: string }[]>(
    `SELECT slug FROM (SELECT slug, id, ${plainWays[way]} AS words FROM news_item) AS n,
       websearch_to_tsquery('english', $1) AS query
     WHERE words @@ query ORDER BY ts_rank(words, query) DESC, id DESC LIMIT $2`,
    [text, shown],
  );
  return rows.map(({ slug }) => slug);
}

const grades = [3, 2, 1] as const;
const gradeOf = (query: JudgedQuery, slug: string) => grades.find((grade) => query[grade]?.includes(slug)) ?? 0;

/** The gain of a list, less for what stands further down. */
const gain = (list: readonly number[]) =>
  list.slice(0, shown).reduce((sum, grade, place) => sum + (2 ** grade - 1) / Math.log2(place + 2), 0);

interface Score {
  /** The gain as a part of that of the best order. */
  ndcg: number;
  /** One divided by the place of the first item that is about what was asked. */
  mrr: number;
}

function scoreOf(query: JudgedQuery, slugs: readonly string[]): Score {
  const given = slugs.map((slug) => gradeOf(query, slug));
  const best = grades.flatMap((grade) => query[grade]?.map(() => grade) ?? []);
  const first = given.findIndex((grade) => grade >= 2);
  return { ndcg: gain(given) / gain(best), mrr: first < 0 ? 0 : 1 / (first + 1) };
}

const meanOf = (scores: readonly Score[], of: keyof Score) =>
  scores.reduce((sum, score) => sum + score[of], 0) / scores.length;

describe('on the judged sample', () => {
  const scores: { query: JudgedQuery; way: Way; score: Score }[] = [];
  beforeAll(async () => {
    for (const query of judgedQueries) {
      for (const way of ['ours', 'plain', 'weighted'] as const) {
        scores.push({ query, way, score: scoreOf(query, await ranked(way, query.text)) });
      }
    }
  });
  const mean = (way: Way, of: keyof Score, queryClass?: QueryClass) =>
    meanOf(
      scores
        .filter((one) => one.way === way && (!queryClass || one.query.class === queryClass))
        .map(({ score }) => score),
      of,
    );

  it('TABLE', async () => {
    const lines: string[] = [];
    for (const query of judgedQueries) {
      const own = scores
        .filter((one) => one.query === query)
        .map(({ score }) => score.ndcg.toFixed(3))
        .join(' ');
      lines.push(`${query.text}: ${own}`);
      for (const way of ['ours', 'plain', 'weighted'] as const)
        lines.push(
          `   ${way} ${(await ranked(way, query.text)).map((slug) => `${slug}:${gradeOf(query, slug)}`).join(' ')}`,
        );
    }
    for (const c of [undefined, ...classes])
      lines.push(
        `${c ?? 'all'}: ` +
          (['ours', 'plain', 'weighted'] as const)
            .map((w) => `${mean(w, 'ndcg', c).toFixed(3)}/${mean(w, 'mrr', c).toFixed(3)}`)
            .join('  '),
      );
    require('fs').writeFileSync('/tmp/search-order.txt', lines.join('\n'));
  });
});
