/** A date index narrows a scan only if the filter bounds the key that the list is ordered by. */
import type { PageRequest } from '../../graph/pages/list-declaration.js';
import { pageStatement } from '../../graph/pages/list.js';
import { NullsOrder, OrderDirection } from '../../graph/pages/order.js';
import { newsItemList } from './news-item.list.js';
import '../../slices.js';

const { DESC, ASC } = OrderDirection;

function conditionsOf(where: object, field = 'ISSUED_ON', direction = DESC, nulls = NullsOrder.LAST): string {
  const request = { where, ordering: [{ field, direction, nulls }], size: 20, backward: false, nodeFields: new Set() };
  return pageStatement(newsItemList, request as unknown as PageRequest, { parentIds: [] }).text;
}

describe('the index scan of a list of news by date', () => {
  it.each<[string, object, string]>([
    ['an upper bound', { issuedOn: { lte: '2013-08-08' } }, 't.issued_key <= $1::text AND t.issued_on <= $2::text'],
    ['a bound within "and"', { and: [{ issuedOn: { gt: '2013' } }] }, 't.issued_key > $1::text AND t.issued_on > $2'],
    ['a day', { issuedOn: { eq: '2013-08-08' } }, 't.issued_key = $1::text AND t.issued_on = $2::text'],
  ])('a list of news by date bounds its index scan by %s', (_, where, expected) => {
    expect(conditionsOf(where)).toContain(expected);
  });

  it.each<[string, object]>([
    ['an alternative', { or: [{ issuedOn: { lte: '2013' } }, { slug: { eq: 'a' } }] }],
    ['a negated condition', { not: { issuedOn: { lte: '2013' } } }],
    ['a missing date', { issuedOn: { isNull: true } }],
  ])('a list of news by date does not bound its index scan by %s', (_, where) => {
    expect(conditionsOf(where)).not.toMatch(/issued_key [<>=]/);
  });

  it.each<[string, Parameters<typeof conditionsOf>]>([
    ['of another field', [{ issuedOn: { lte: '2013' } }, 'TITLE']],
    ['with missing dates first', [{ issuedOn: { lte: '2013' } }, 'ISSUED_ON', DESC, NullsOrder.FIRST]],
    ['with missing dates last, ascending', [{ issuedOn: { lte: '2013' } }, 'ISSUED_ON', ASC, NullsOrder.LAST]],
  ])('a list of news does not bound its index scan by date in an order %s', (_, request) => {
    expect(conditionsOf(...request)).not.toMatch(/issued_key [<>=]/);
  });
});
