import '../slices.js';
import { newsAboutCountry, newsItemList, newsOfProject } from '../content/news-item/news-item.list.js';
import { invalidates, tablesOfEdges, type Change, type NodeState } from './invalidation.js';
import { nodeId } from './node-id.js';
import type { PageRequest } from './pages/list-declaration.js';
import { orderingOf } from './pages/list.js';
import { notePage } from './pages/page-use.js';
import { AnswerDependencies, type ListDependency } from './dependencies.js';

const item = (date: string | null, links: Partial<NodeState['links']> = {}): NodeState => ({
  values: { slug: 'item', kind: 'NEWS', issued_on: date, issued_key: date ?? '' },
  links: { news_item_office: [], news_item_field_of_work: [], news_item_country: [], ...(links as object) },
});
const added = (date: string, links?: Partial<NodeState['links']>): Change => ({
  kind: 'NewsItem',
  id: 'b',
  new: item(date, links),
});

const usesOf = (use: Partial<ListDependency>) => {
  const dependencies = new AnswerDependencies();
  dependencies.list({ kind: 'NewsItem', where: undefined, parent: undefined, part: 'page', ...use });
  return dependencies;
};
const about = (id: string) => ({ parent: { id, direction: newsAboutCountry } });

describe('a list is affected', () => {
  it.each<[string, Change, Partial<ListDependency>, boolean]>([
    ['by an item that is added', added('2020'), {}, true],
    ['not by one of another kind', added('2020'), { where: { kind: { eq: 'SPOT_REPORT' } } }, false],
    ['not by one of another year', added('2020'), { where: { issuedOn: { gte: '2021-05' } } }, false],
    [
      'by one of the same year, as dates have precisions',
      added('2020'),
      { where: { issuedOn: { gte: '2020-05' } } },
      true,
    ],
    ['by one whose text may fit', added('2020'), { where: { title: { contains: 'x' } } }, true],
    [
      'not if it fits one part of `and` only',
      added('2020'),
      { where: { and: [{ kind: { eq: 'NEWS' } }, { slug: { eq: 'x' } }] } },
      false,
    ],
    [
      'if it fits one part of `or`',
      added('2020'),
      { where: { or: [{ slug: { eq: 'x' } }, { slug: { eq: 'item' } }] } },
      true,
    ],
    ['not if it fits what is negated', added('2020'), { where: { not: { slug: { eq: 'item' } } } }, false],
    ['by one under its parent', added('2020', { news_item_country: ['c'] }), about('c'), true],
    ['not by one under another parent', added('2020', { news_item_country: ['d'] }), about('c'), false],
    [
      'by one of which it is not told under which parents',
      added('2020'),
      { parent: { id: 'p', direction: newsOfProject } },
      true,
    ],
    [
      'by one with the relatedNode',
      added('2020', { news_item_country: ['c'] }),
      { where: { countries: { some: { id: { eq: 'c' } } } } },
      true,
    ],
    [
      'not by one without',
      added('2020', { news_item_country: ['d'] }),
      { where: { countries: { some: { id: { in: ['c'] } } } } },
      false,
    ],
    [
      'by one whose relatedNode may fit',
      added('2020', { news_item_country: ['d'] }),
      { where: { countries: { some: { name: { eq: 'A' } } } } },
      true,
    ],
    [
      'of another kind if its conditions look at news',
      added('2020'),
      { kind: 'Office', where: { newsItems: { some: {} } } },
      true,
    ],
    ['of another kind not otherwise', added('2020'), { kind: 'Event' }, false],
    [
      'by a link under its parent',
      { kind: 'NewsItem', id: 'b', table: 'news_item_country', far: 'c' },
      about('c'),
      true,
    ],
    [
      'not by a link under another parent',
      { kind: 'NewsItem', id: 'b', table: 'news_item_country', far: 'd' },
      about('c'),
      false,
    ],
    [
      'by a link that its conditions follow',
      { kind: 'NewsItem', id: 'b', table: 'news_item_project', far: 'p' },
      { where: { projects: { some: {} } } },
      true,
    ],
    [
      'not by a link that they do not follow',
      { kind: 'NewsItem', id: 'b', table: 'news_item_project', far: 'p' },
      { where: { kind: { eq: 'NEWS' } } },
      false,
    ],
    ['by any number of changes of its kind', { kind: 'NewsItem' }, { where: { slug: { eq: 'x' } } }, true],
    ['not by any number of changes of another kind', { kind: 'Project' }, {}, false],
    ['in its count by what leaves it', { kind: 'NewsItem', id: 'b', old: item('2020') }, { part: 'count' }, true],
    [
      'in its count not by what stays in it',
      { kind: 'NewsItem', id: 'b', old: item('2020'), new: item('2021') },
      { part: 'count' },
      false,
    ],
    [
      'in its values by what comes',
      added('2020'),
      { part: 'values', fields: ['kind'], where: { kind: { eq: 'NEWS' } } },
      true,
    ],
    [
      'in its values not by what comes elsewhere',
      added('2020'),
      { part: 'values', fields: ['kind'], where: { kind: { eq: 'SPOT_REPORT' } } },
      false,
    ],
    [
      'in its values by what stays in it with another value',
      { kind: 'NewsItem', id: 'b', old: item('2020'), new: item('2020', { news_item_country: ['c'] }) },
      { part: 'values', fields: ['kind', 'countries'] },
      true,
    ],
    [
      'in its values not by what stays in it with another value of another field',
      { kind: 'NewsItem', id: 'b', old: item('2020'), new: item('2021') },
      { part: 'values', fields: ['kind', 'countries'] },
      false,
    ],
    [
      'in its values by a field that is not told',
      { kind: 'NewsItem', id: 'b', old: item('2020'), new: item('2020') },
      { part: 'values', fields: ['title'] },
      true,
    ],
  ])('%s', (_rule, change, use, expected) => {
    expect(invalidates(change, usesOf(use))).toBe(expected);
  });
});

it('nodes are affected by any number of changes of their kind, and not of another', () => {
  const dependencies = new AnswerDependencies();
  dependencies.nodes([nodeId('Event', 'an event')]);
  expect(invalidates({ kind: 'Event' }, dependencies)).toBe(true);
  expect(invalidates({ kind: 'NewsItem' }, dependencies)).toBe(false);
});

const walkFrom = (...ids: string[]) => {
  const dependencies = new AnswerDependencies();
  dependencies.edgesOf(new Set(ids), tablesOfEdges());
  return dependencies;
};
const link: Change = { kind: 'NewsItem', id: 'b', table: 'news_item_country', far: 'c' };

describe('edges that were looked at are affected', () => {
  it.each<[string, Change, AnswerDependencies, boolean]>([
    ['by a link of their node', link, walkFrom('b'), true],
    ['by a link to their node', link, walkFrom('c'), true],
    ['not by a link of other nodes', link, walkFrom('d'), false],
    ['by a link that is not told whole', { kind: 'Event', id: 'b', table: 'event_field_of_work' }, walkFrom('d'), true],
    ['by a node that may hold edges itself', { kind: 'Event', id: 'b' }, walkFrom('d'), true],
    ['not by one that holds none', added('2020'), walkFrom('d'), false],
    [
      'not by what hangs on a node and is no edge',
      { ...link, table: 'country_mention', far: 'd' },
      walkFrom('d'),
      false,
    ],
    ['by any number of changes', { kind: 'NewsItem' }, walkFrom('d'), true],
    [
      'by any link if they are too many to be noted',
      link,
      walkFrom(...Array.from({ length: 3_000 }, (_, i) => `node ${i}`)),
      true,
    ],
  ])('%s', (_rule, change, dependencies, expected) => {
    expect(invalidates(change, dependencies)).toBe(expected);
  });

  it('as a table by the links in it, and not by others', () => {
    const dependencies = new AnswerDependencies();
    dependencies.tables.add('news_item_country');
    expect(invalidates(link, dependencies)).toBe(true);
    expect(invalidates({ ...link, table: 'news_item_office' }, dependencies)).toBe(false);
    expect(invalidates(added('2020'), dependencies)).toBe(false);
  });
});

describe('a page in the order of dates is affected by what comes to, or leaves, its part of the list', () => {
  const rows = [
    { id: 'c', key_0: '2020' },
    { id: 'b', key_0: '2019' },
    { id: 'a', key_0: '2018' },
  ];
  const request = (given: Partial<PageRequest>): PageRequest => ({
    where: undefined,
    ordering: orderingOf(newsItemList, undefined),
    size: 2,
    backward: false,
    after: undefined,
    before: undefined,
    nodeFields: new Set(),
    ...given,
  });
  const page = (given: Partial<PageRequest>, shown: object[] = rows) => {
    const dependencies = new AnswerDependencies();
    notePage(newsItemList, request(given), dependencies, undefined, shown as Record<string, unknown>[]);
    return dependencies;
  };
  const after = { keys: ['2020-06'], id: 'z' };
  it.each<[string, AnswerDependencies, string, boolean]>([
    ['the first page: the latest', page({}), '2025', true],
    ['the first page: between its rows', page({}), '2019-05', true],
    ['the first page: beside the row that tells that more follow', page({}), '2018-01', true],
    ['the first page: before that', page({}), '2017', false],
    ['a last page: anything older', page({}, rows.slice(0, 2)), '1999', true],
    ['a page after a cursor: what stands before it', page({ after }), '2021', false],
    ['a page after a cursor: what stands behind it', page({ after }), '2020-03', true],
    ['a page from behind: the oldest', page({ backward: true }, [...rows].reverse()), '1999', true],
    ['a page from behind: the latest', page({ backward: true }, [...rows].reverse()), '2025', false],
  ])('%s', (_part, dependencies, date, expected) => {
    expect(invalidates({ ...added(date), id: '0' }, dependencies)).toBe(expected);
  });

  it('and by any change of what it shows', () => {
    expect(invalidates({ kind: 'NewsItem', id: 'c', table: 'country_mention' }, page({}))).toBe(true);
    expect(invalidates({ kind: 'NewsItem', id: 'x', table: 'country_mention' }, page({}))).toBe(false);
  });
});

it('what was looked for in vain is affected by what comes under that slug', () => {
  const dependencies = new AnswerDependencies();
  dependencies.slugs.add('item');
  expect(invalidates(added('2020'), dependencies)).toBe(true);
  dependencies.slugs.clear();
  dependencies.slugs.add('other');
  expect(invalidates(added('2020'), dependencies)).toBe(false);
  expect(invalidates({ kind: 'Event', id: 'e' }, dependencies)).toBe(true);
});
