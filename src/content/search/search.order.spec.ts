/**
 * Compares the order of search results with PostgreSQL's plain ranking, on a sample graded by hand. docs/querying.md
 * lists the figures.
 */
import { readFileSync } from 'node:fs';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { judgedNews } from './judged-news.fixture.js';
import { judgedQueries, type JudgedQuery, type QueryClass } from './judged-queries.fixture.js';

const shown = 10;

/** Search as tutorials write it: the words of the whole text, ranked by PostgreSQL. */
const plainWays = {
  plain: `to_tsvector('english', concat_ws(' ', title, lead, body))`,
  weighted: `setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', coalesce(lead, '')), 'B')
    || to_tsvector('english', coalesce(body, ''))`,
} as const;
const ways = ['ours', 'plain', 'weighted'] as const;
type Way = (typeof ways)[number];

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

/** Discounted cumulative gain of a list. */
const gain = (list: readonly number[]) =>
  list.slice(0, shown).reduce((sum, grade, place) => sum + (2 ** grade - 1) / Math.log2(place + 2), 0);

interface Score {
  /** The gain relative to that of the best order. */
  ndcg: number;
  /** Reciprocal rank of the first relevant item. */
  mrr: number;
}

function scoreOf(query: JudgedQuery, slugs: readonly string[]): Score {
  const given = slugs.map((slug) => gradeOf(query, slug));
  const best = grades.flatMap((grade) => query[grade]?.map(() => grade) ?? []);
  const first = given.findIndex((grade) => grade >= 2);
  return { ndcg: gain(given) / gain(best), mrr: first < 0 ? 0 : 1 / (first + 1) };
}

interface Judged {
  query: JudgedQuery;
  way: Way;
  score: Score;
}

describe('the judged sample', () => {
  let judged: Judged[];
  beforeAll(async () => {
    judged = [];
    for (const query of judgedQueries) {
      for (const way of ways) judged.push({ query, way, score: scoreOf(query, await ranked(way, query.text)) });
    }
  });

  const mean = (way: Way, measure: keyof Score, queryClass?: QueryClass) => {
    const scores = judged.filter((one) => one.way === way && (!queryClass || one.query.class === queryClass));
    return scores.reduce((sum, { score }) => sum + score[measure], 0) / scores.length;
  };

  it('the grades of the sample refer only to existing items', () => {
    const slugs = new Set(judgedNews.map(([slug]) => slug));
    const named = judgedQueries.flatMap((query) => grades.flatMap((grade) => query[grade] ?? []));
    expect(named.filter((slug) => !slugs.has(slug))).toEqual([]);
  });

  it.each(classes)('the order of search is at least as good as the plain one: %s', (queryClass) => {
    for (const measure of ['ndcg', 'mrr'] as const) {
      expect(mean('ours', measure, queryClass)).toBeGreaterThanOrEqual(mean('plain', measure, queryClass));
    }
  });

  it('the order of search is better overall than both plain ones, and good', () => {
    expect(mean('ours', 'ndcg')).toBeGreaterThan(Math.max(mean('plain', 'ndcg'), mean('weighted', 'ndcg')));
    expect(mean('ours', 'ndcg')).toBeGreaterThan(0.93);
    expect(mean('ours', 'mrr')).toBeGreaterThan(0.97);
  });

  it('the order of search is as good as the weighted one for queries where both find something', () => {
    const answerable = judgedQueries.filter(
      (query) => judged.find((one) => one.query === query && one.way === 'weighted')!.score.ndcg > 0,
    );
    const meanOf = (way: Way) => {
      const own = judged.filter((one) => one.way === way && answerable.includes(one.query));
      return own.reduce((sum, { score }) => sum + score.ndcg, 0) / own.length;
    };
    expect(answerable.length).toBeGreaterThan(30);
    expect(meanOf('ours')).toBeGreaterThan(meanOf('weighted') - 0.005);
  });

  it('the table in docs/querying.md has these figures', () => {
    const rowOf = (title: string, count: number, queryClass?: QueryClass) => [
      title,
      String(count),
      ...ways.map((way) => `${mean(way, 'ndcg', queryClass).toFixed(3)} / ${mean(way, 'mrr', queryClass).toFixed(2)}`),
    ];
    const sizeOf = (queryClass: QueryClass) => judgedQueries.filter((query) => query.class === queryClass).length;
    const rows = classes.map((queryClass) => rowOf(queryClass, sizeOf(queryClass), queryClass));
    const written = readFileSync('docs/querying.md', 'utf8')
      .split('\n')
      .map((line) => line.split('|').slice(1, -1))
      .map((cells) => cells.map((cell) => cell.trim()))
      .filter((cells) => cells.length === ways.length + 2 && /^\d+$/.test(cells[1]!));
    expect(written).toEqual([...rows, rowOf('all', judgedQueries.length)]);
  });
});
