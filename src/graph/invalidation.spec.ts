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

const dependenciesOf = (use: Partial<ListDependency>) => {
  const dependencies = new AnswerDependencies();
  dependencies.list({ kind: 'NewsItem', where: undefined, parent: undefined, part: 'page', ...use });
  return dependencies;
};
const about = (id: string) => ({ parent: { id, direction: newsAboutCountry } });

describe('invalidation of a list', () => {
  it.each<[string, Change, Partial<ListDependency>, boolean]>([
    ['an added item invalidates it', added('2020'), {}, true],
    ['an added item of another kind does not', added('2020'), { where: { kind: { eq: 'SPOT_REPORT' } } }, false],
    ['an added item of another year does not', added('2020'), { where: { issuedOn: { gte: '2021-05' } } }, false],
    [
      'an added item of the same year does, because dates have different precisions',
      added('2020'),
      { where: { issuedOn: { gte: '2020-05' } } },
      true,
    ],
    ['an added item whose text may match does', added('2020'), { where: { title: { contains: 'x' } } }, true],
    [
      'an added item that matches only one part of `and` does not',
      added('2020'),
      { where: { and: [{ kind: { eq: 'NEWS' } }, { slug: { eq: 'x' } }] } },
      false,
    ],
    [
      'an added item that matches one part of `or` does',
      added('2020'),
      { where: { or: [{ slug: { eq: 'x' } }, { slug: { eq: 'item' } }] } },
      true,
    ],
    [
      'an added item that matches a negated condition does not',
      added('2020'),
      { where: { not: { slug: { eq: 'item' } } } },
      false,
    ],
    ['an added item under its parent does', added('2020', { news_item_country: ['c'] }), about('c'), true],
    ['an added item under another parent does not', added('2020', { news_item_country: ['d'] }), about('c'), false],
    ['an added item with unknown parents does', added('2020'), { parent: { id: 'p', direction: newsOfProject } }, true],
    [
      'an added item with the related node does',
      added('2020', { news_item_country: ['c'] }),
      { where: { countries: { some: { id: { eq: 'c' } } } } },
      true,
    ],
    [
      'an added item without the related node does not',
      added('2020', { news_item_country: ['d'] }),
      { where: { countries: { some: { id: { in: ['c'] } } } } },
      false,
    ],
    [
      'an added item whose related node may match does',
      added('2020', { news_item_country: ['d'] }),
      { where: { countries: { some: { name: { eq: 'A' } } } } },
      true,
    ],
    [
      'an added item invalidates a list of another kind with conditions on news',
      added('2020'),
      { kind: 'Office', where: { newsItems: { some: {} } } },
      true,
    ],
    ['an added item does not invalidate other lists of another kind', added('2020'), { kind: 'Event' }, false],
    [
      'a link under its parent does',
      { kind: 'NewsItem', id: 'b', table: 'news_item_country', far: 'c' },
      about('c'),
      true,
    ],
    [
      'a link under another parent does not',
      { kind: 'NewsItem', id: 'b', table: 'news_item_country', far: 'd' },
      about('c'),
      false,
    ],
    [
      'a link that its conditions use does',
      { kind: 'NewsItem', id: 'b', table: 'news_item_project', far: 'p' },
      { where: { projects: { some: {} } } },
      true,
    ],
    [
      'a link that its conditions do not use does not',
      { kind: 'NewsItem', id: 'b', table: 'news_item_project', far: 'p' },
      { where: { kind: { eq: 'NEWS' } } },
      false,
    ],
    ['any number of changes of its kind does', { kind: 'NewsItem' }, { where: { slug: { eq: 'x' } } }, true],
    ['any number of changes of another kind does not', { kind: 'Project' }, {}, false],
    ['a removed item invalidates its count', { kind: 'NewsItem', id: 'b', old: item('2020') }, { part: 'count' }, true],
    [
      'a change of an item that remains does not invalidate its count',
      { kind: 'NewsItem', id: 'b', old: item('2020'), new: item('2021') },
      { part: 'count' },
      false,
    ],
    [
      'an added item invalidates its facet values',
      added('2020'),
      { part: 'values', fields: ['kind'], where: { kind: { eq: 'NEWS' } } },
      true,
    ],
    [
      'an added item outside the list does not invalidate its facet values',
      added('2020'),
      { part: 'values', fields: ['kind'], where: { kind: { eq: 'SPOT_REPORT' } } },
      false,
    ],
    [
      'a changed value of an item that remains invalidates its facet values',
      { kind: 'NewsItem', id: 'b', old: item('2020'), new: item('2020', { news_item_country: ['c'] }) },
      { part: 'values', fields: ['kind', 'countries'] },
      true,
    ],
    [
      'a changed value of another field does not invalidate its facet values',
      { kind: 'NewsItem', id: 'b', old: item('2020'), new: item('2021') },
      { part: 'values', fields: ['kind', 'countries'] },
      false,
    ],
    [
      'a field missing from the change invalidates its facet values',
      { kind: 'NewsItem', id: 'b', old: item('2020'), new: item('2020') },
      { part: 'values', fields: ['title'] },
      true,
    ],
  ])('%s', (_rule, change, dependency, expected) => {
    expect(invalidates(change, dependenciesOf(dependency))).toBe(expected);
  });
});

it('any number of changes of a kind invalidates answers with nodes of that kind only', () => {
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

describe('invalidation of traversed edges', () => {
  it.each<[string, Change, AnswerDependencies, boolean]>([
    ['a link of their node invalidates them', link, walkFrom('b'), true],
    ['a link to their node does', link, walkFrom('c'), true],
    ['a link of other nodes does not', link, walkFrom('d'), false],
    [
      'a link with an unknown far end does',
      { kind: 'Event', id: 'b', table: 'event_field_of_work' },
      walkFrom('d'),
      true,
    ],
    ['a node whose row may contain edges does', { kind: 'Event', id: 'b' }, walkFrom('d'), true],
    ['a node whose row contains no edges does not', added('2020'), walkFrom('d'), false],
    [
      'an owned row that is not an edge does not',
      { ...link, table: 'country_mention', far: 'd' },
      walkFrom('d'),
      false,
    ],
    ['any number of changes does', { kind: 'NewsItem' }, walkFrom('d'), true],
    [
      'any link does if there are too many nodes to record',
      link,
      walkFrom(...Array.from({ length: 3_000 }, (_, i) => `node ${i}`)),
      true,
    ],
  ])('%s', (_rule, change, dependencies, expected) => {
    expect(invalidates(change, dependencies)).toBe(expected);
  });

  it('an edge table read as a whole is invalidated by its links only', () => {
    const dependencies = new AnswerDependencies();
    dependencies.tables.add('news_item_country');
    expect(invalidates(link, dependencies)).toBe(true);
    expect(invalidates({ ...link, table: 'news_item_office' }, dependencies)).toBe(false);
    expect(invalidates(added('2020'), dependencies)).toBe(false);
  });
});

describe('a page in date order is invalidated only by items added or removed within its range', () => {
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
    ['the first page: a later item invalidates it', page({}), '2025', true],
    ['the first page: an item between its rows does', page({}), '2019-05', true],
    ['the first page: an item next to the surplus row does', page({}), '2018-01', true],
    ['the first page: an older item does not', page({}), '2017', false],
    ['a last page: any older item does', page({}, rows.slice(0, 2)), '1999', true],
    ['a page after a cursor: an item before the cursor does not', page({ after }), '2021', false],
    ['a page after a cursor: an item after the cursor does', page({ after }), '2020-03', true],
    ['a page from the end: the oldest item does', page({ backward: true }, [...rows].reverse()), '1999', true],
    ['a page from the end: the latest item does not', page({ backward: true }, [...rows].reverse()), '2025', false],
  ])('%s', (_part, dependencies, date, expected) => {
    expect(invalidates({ ...added(date), id: '0' }, dependencies)).toBe(expected);
  });

  it('a page is invalidated by any change of its own nodes', () => {
    expect(invalidates({ kind: 'NewsItem', id: 'c', table: 'country_mention' }, page({}))).toBe(true);
    expect(invalidates({ kind: 'NewsItem', id: 'x', table: 'country_mention' }, page({}))).toBe(false);
  });
});

it('a lookup without a result is invalidated when a node with that slug is added', () => {
  const dependencies = new AnswerDependencies();
  dependencies.slugs.add('item');
  expect(invalidates(added('2020'), dependencies)).toBe(true);
  dependencies.slugs.clear();
  dependencies.slugs.add('other');
  expect(invalidates(added('2020'), dependencies)).toBe(false);
  expect(invalidates({ kind: 'Event', id: 'e' }, dependencies)).toBe(true);
});
