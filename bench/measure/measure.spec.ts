/** Guards of the benchmark: its figures mean something only if answers agree and counts are correct. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { known, readOptions } from '../options';
import { newsItem } from '../queries/postgraphile-answers';
import { replaceBetweenMarks } from '../report/marks';
import { median } from '../results';
import { firstDifference, requireAgreement } from './agreement';
import { fire } from './load';
import { usedBetween } from './process-usage';
import { messageReader } from './statement-counter';

describe('answers', () => {
  const answer = () => ({
    newsItems: {
      nodes: [
        { title: 'One', issuedBy: [{ name: 'A' }, { name: 'B' }] },
        { title: 'Two', issuedBy: [] },
      ],
    },
  });
  const changed = (change: (data: ReturnType<typeof answer>) => void) => {
    const data = answer();
    change(data);
    return data;
  };

  it('answers that differ only in the order of fields agree', () => {
    const other = {
      newsItems: { nodes: answer().newsItems.nodes.map(({ title, issuedBy }) => ({ issuedBy, title })) },
    };
    expect(() => requireAgreement('Q1', 0, 'peer', answer(), other)).not.toThrow();
  });

  it.each([
    ['a text', changed(({ newsItems }) => void (newsItems.nodes[1]!.title = 'Three')), 'data.newsItems.nodes.1.title'],
    ['the order of a list', changed(({ newsItems }) => void newsItems.nodes[0]!.issuedBy.reverse()), 'issuedBy.0.name'],
    ['a missing item', changed(({ newsItems }) => void newsItems.nodes.pop()), 'data.newsItems.nodes.1'],
    ['an item more', changed(({ newsItems }) => void newsItems.nodes[1]!.issuedBy.push({ name: 'C' })), 'issuedBy.0'],
    ['null', { newsItems: null }, 'data.newsItems: expected {"nodes"'],
  ])('disagree by %s, and the place is named', (_what, other, place) => {
    expect(() => requireAgreement('Q1', 0, 'peer', answer(), other)).toThrow(place);
  });

  it('a list and an object disagree', () => {
    expect(firstDifference({ a: {} }, { a: [] }, 'data')).toEqual(['data.a', {}, []]);
  });

  it('answers of PostGraphile lose their link tables, and nothing else', () => {
    expect(
      newsItem({ title: 'One', newsItemOfficesList: [{ office: { name: 'A' } }, { office: { name: 'B' } }] }),
    ).toEqual(answer().newsItems.nodes[0]);
  });
});

describe('statements are counted', () => {
  const message = (type: string, body = '') => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(4 + body.length);
    return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
  };
  const conversation = Buffer.concat([
    message('', 'start-up, which has no type'),
    message('p', 'a password'),
    ...[message('Q', 'SELECT 1'), message('P', 'QQQEEE'), message('B', 'E'), message('D'), message('E', 'Q')],
    ...[message('S'), message('E'), message('X')],
  ]);

  it.each([1, 2, 3, 7, 1_000])('statements are counted in chunks of %d bytes', (size) => {
    const types: string[] = [];
    const read = messageReader((type) => types.push(String.fromCharCode(type)));
    for (let start = 0; start < conversation.length; start += size) read(conversation.subarray(start, start + size));
    expect(types.join('')).toBe('pQPBDESEX');
  });
});

it('a load counts only complete answers, not rejections or partial answers', async () => {
  const answers = [
    [200, '{"data":{"title":"of \\"errors\\":[]"}}'],
    [200, '{"errors":[{"message":"too much to do"}],"data":{"title":null}}'],
    [503, '{"errors":[{"message":"too much to do"}]}'],
    [200, '{"data":{"title":"whole"}}'],
  ] as const;
  let place = 0;
  const server = createServer((_request, response) => {
    const [status, text] = answers[place++ % answers.length]!;
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let counted = 0;
  const requests = [{ path: '/', body: '{}' }];
  const failures = await fire(`http://127.0.0.1:${port}`, requests, { connections: 1, seconds: 1, answers: 20 }, () => {
    counted += 1;
  });
  server.close();
  expect([counted, failures]).toEqual([10, 10]);
});

it('CPU time of a process that started between two readings counts from zero, that of an ended one does not count', () => {
  const before = new Map([
    [1, 100],
    [2, 50],
  ]);
  const after = new Map([
    [1, 130],
    [3, 5],
  ]);
  expect(usedBetween(before, after)).toBe(35);
});

it('the median is the middle value, or the mean of the two middle ones', () => {
  expect([median([3]), median([9, 1, 2]), median([4, 1, 3, 2])]).toEqual([3, 2, 2.5]);
});

it('an unknown option is rejected with a list of all options', () => {
  expect(() => readOptions(['--queries', 'Q1,Q9'])).toThrow(
    /--queries: expected some of Q1, .* got Q9[^]*--connections/,
  );
  expect(() => readOptions(['--rounds', 'x'])).toThrow('--rounds: expected a whole number of at least 1, got x');
  expect(() => readOptions(['--speed', '9'])).toThrow(/--speed/);
  expect(() => known('peers', ['limit', 'none'], ['limit'])).toThrow('--peers: expected some of limit, got none');
});

it('the documentation page of the benchmark is rewritten only between its marks', () => {
  const marked =
    'before\n<!-- benchmark: written by `npm run bench -- --publish` -->\nold\n<!-- end of the benchmark -->\nafter';
  expect(replaceBetweenMarks(marked, 'new')).toBe(marked.replace('\nold\n', '\n\nnew\n\n'));
  expect(() => replaceBetweenMarks('no marks', 'new')).toThrow('docs/benchmark.md: expected the lines');
});
