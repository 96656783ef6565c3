import { sourceIdOf, sourceIdOfEntry } from './source-id.js';

describe('the number of an item', () => {
  test.each([
    ['https://www.osce.org/mission-to-skopje/123456', '123456'],
    ['http://www.osce.org/node/123456', '123456'],
    ['https://www.osce.org/odihr/elections/123456?download=true#top', '123456'],
    ['http://www.osce.org/item/12345.html', '12345'],
    ['https://osce.org/123456', '123456'],
    ['https://www.osce.org/en/node/123456', '123456'],
    ['https://www.osce.org/ru/node/123456', 'ru/123456'],
    ['https://odihr.osce.org/odihr/123456/', '123456'],
  ])('is the same in all its addresses: %s', (address, id) => expect(sourceIdOf(address)).toBe(id));

  test.each([
    ['https://www.example.org/news/123456'],
    ['https://osce.org.example.org/news/123456'],
    ['https://www.osce.org/newsroom/courts-keep-records'],
    ['https://www.osce.org/chairmanship/2014a'],
    ['https://www.osce.org/'],
    ['page.txt'],
  ])('is in no other address: %s', (address) => expect(sourceIdOf(address)).toBeUndefined());

  test('is what a feed calls the entry', () => {
    expect(sourceIdOfEntry('123456 at https://www.osce.org')).toBe('123456');
    expect(sourceIdOfEntry('123456 at https://www.example.org')).toBeUndefined();
    expect(sourceIdOfEntry('tag:example.org,2014:123456')).toBeUndefined();
  });
});
