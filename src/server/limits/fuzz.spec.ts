/**
 * Whatever comes, the server answers in the form of GraphQL, without a fault of its own, and as the schema promises.
 * `npm run fuzz` sends many more, and looks at how long each takes.
 */
import { appendFileSync } from 'node:fs';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { getOperationAST, parse, validate } from 'graphql';
import { readEnvironment } from '../../settings/environment.js';
import { compiledOperation } from '../../graph/operation/compiled.js';
import { buildGraphSchema } from '../../graph/schema/build.js';
import { assembled } from '../../slices.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { faultsOfShape } from './answer-shape.fixture.js';
import { coerced } from './check.js';
import { generatedRequests, type GeneratedRequest, type KnownKeys } from './generated-documents.fixture.js';

/** For each seed and kind of request. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 75);
const timeout = 30_000 + runs * 500;
/** Milliseconds that one answer may take; only where the machine has nothing else to do. */
const slowest = Number(process.env['FUZZ_SLOWEST_MS'] ?? Infinity);
const fixedSeed = 20_261_124;
const seeds = [
  ['the seed of every run', fixedSeed],
  ['a fresh seed', Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)],
] as const;

const schema = buildGraphSchema(assembled);
let graph: TestGraph;
let requests: fc.Arbitrary<GeneratedRequest>;
let slow: string[];
let outcomes: Record<string, number>;

beforeAll(async () => {
  const { limits } = readEnvironment({});
  // Most generated documents have more aliases than people write; with these limits more of them are executed.
  graph = await startTestGraph('organization', { limits: { ...limits, aliases: 300, rootFields: 100 } });
  const { newsItems, countries, offices } = await graph.data<Record<string, { nodes: KnownKeys['ids'][] }>>(
    '{ newsItems(first: 9) { nodes { id slug } } countries(first: 9) { nodes { id slug } } offices(first: 9) { nodes { id slug } } }',
  );
  const nodes = [newsItems, countries, offices].flatMap((page) => page!.nodes) as unknown as {
    id: string;
    slug: string;
  }[];
  requests = generatedRequests(
    schema,
    { ids: nodes.map(({ id }) => id), slugs: nodes.map(({ slug }) => slug) },
    { ladders: true },
  );
});
afterAll(() => graph.close());
beforeEach(() => {
  slow = [];
  outcomes = {};
});

interface Sent {
  status: number;
  body: { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };
}

const send = (payload: string | Buffer) =>
  sendRequest({ method: 'POST', url: '/graphql', payload, headers: { 'content-type': 'application/json' } });

async function sendRequest(request: InjectOptions): Promise<Sent> {
  const start = performance.now();
  const response = await graph.server.app.inject(request);
  const took = performance.now() - start;
  if (took > slowest) slow.push(`${Math.round(took)} ms: ${JSON.stringify(request)}`);
  const sent = { status: response.statusCode, body: response.json<Sent['body']>() };
  const outcome = sent.body.errors?.[0]?.extensions.code ?? 'answered';
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return sent;
}

function expectNoFault({ status, body }: Sent): void {
  expect(status).toBeLessThan(500);
  expect(body.data !== undefined || (body.errors ?? []).length > 0).toBe(true);
  for (const { message, extensions } of body.errors ?? []) {
    expect(extensions.code).toMatch(/^[A-Z_]+$/);
    expect(extensions.code).not.toBe('INTERNAL_SERVER_ERROR');
    expect(message).not.toMatch(/node_modules|at .*:\d+:\d+|SELECT /);
  }
}

/** Tells what became of all to whoever asks for it. */
function report(name: string): void {
  const file = process.env['FUZZ_REPORT'];
  if (file) appendFileSync(file, `${name}: ${JSON.stringify(outcomes)}\n`);
  expect(slow).toEqual([]);
}

describe.each(seeds)('with %s', (name, seed) => {
  it(
    'answers to generated valid documents conform to the schema',
    async () => {
      await fc.assert(
        fc.asyncProperty(requests, async ({ query, variables }) => {
          const sent = await send(JSON.stringify({ query, variables }));
          expectNoFault(sent);
          if (sent.body.data == null) return;
          const document = parse(query);
          const operation = getOperationAST(document)!;
          const values = coerced({ schema, document, operation }, JSON.parse(JSON.stringify(variables)));
          const asked = {
            schema,
            fragments: compiledOperation({ schema, document, operation }).fragments,
            variables: values!,
          };
          expect(faultsOfShape(asked, operation, sent.body.data)).toEqual([]);
        }),
        { numRuns: runs, seed, endOnFailure: true },
      );
      report(`documents with ${name} (${seed})`);
      expect(outcomes['answered']).toBeGreaterThan(runs / 4);
    },
    timeout,
  );

  it(
    'mutated bytes are rejected or answered',
    async () => {
      const mutation = fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        kind: fc.constantFrom('change', 'insert', 'remove', 'repeat', 'cut'),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
        token: fc.constantFrom(
          '{',
          '}',
          '(',
          '[',
          '"',
          '\\u0000',
          '...',
          '@',
          '$',
          ':',
          '""""',
          '#',
          '\\ud800',
          '__proto__',
          '-0',
          '1e999',
        ),
        length: fc.nat(40),
      });
      await fc.assert(
        fc.asyncProperty(requests, fc.array(mutation, { minLength: 1, maxLength: 6 }), async (request, mutations) => {
          let bytes = Buffer.from(JSON.stringify(request));
          for (const { at, kind, bytes: others, token, length } of mutations) {
            const place = Math.floor(at * bytes.length);
            const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
            const inserted = length % 2 ? Buffer.from(others) : Buffer.from(token);
            if (kind === 'change') bytes = Buffer.concat([before, inserted, after.subarray(inserted.length)]);
            else if (kind === 'insert') bytes = Buffer.concat([before, inserted, after]);
            else if (kind === 'remove') bytes = Buffer.concat([before, after.subarray(length)]);
            else if (kind === 'repeat') bytes = Buffer.concat([before, after.subarray(0, length), after]);
            else bytes = Buffer.from(before);
          }
          if (bytes.length > 0) expectNoFault(await send(bytes));
        }),
        { numRuns: runs, seed, endOnFailure: true },
      );
      report(`bytes with ${name} (${seed})`);
    },
    timeout,
  );

  it(
    'arbitrary request parameters are rejected or answered, in a body and in a URL',
    async () => {
      const names = fc.constantFrom('', 'Generated', 'Other', '__proto__', 'constructor', '\0', '\ud800');
      const params = fc.record(
        {
          query: requests.map(({ query }) => query),
          variables: fc.oneof(fc.jsonValue(), fc.dictionary(names, fc.jsonValue())),
          operationName: fc.oneof(names, fc.jsonValue()),
          extensions: fc.oneof(
            fc.jsonValue(),
            fc.record({
              persistedQuery: fc.oneof(
                fc.jsonValue(),
                fc.record({ version: fc.constantFrom(1, 2), sha256Hash: fc.oneof(names, fc.jsonValue()) }),
              ),
            }),
          ),
          documentId: fc.oneof(names, fc.jsonValue()),
        },
        { requiredKeys: [] },
      );
      const byte = fc.constantFrom('', '', '%23%FF', '%ZZ', '%', '&query', '&query=a', '#', '%00', '+');
      const host = fc.constantFrom('localhost', 'localhost', '[', 'a b', '::', '');
      await fc.assert(
        fc.asyncProperty(params, byte, host, async (asked, ending, named) => {
          expectNoFault(await send(JSON.stringify(asked)));
          const search = Object.entries(asked)
            .map(([name, value]) => {
              const text = typeof value === 'string' ? value : JSON.stringify(value);
              return `${name}=${encodeURIComponent(Buffer.from(text).toString())}`;
            })
            .join('&');
          const headers = { 'apollo-require-preflight': '1', host: named };
          expectNoFault(await sendRequest({ url: `/graphql?${search}${ending}`, headers }));
        }),
        { numRuns: runs, seed, endOnFailure: true },
      );
      report(`parameters with ${name} (${seed})`);
    },
    timeout,
  );

  it(
    'documents with mutated tokens are rejected or answered',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          requests,
          fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 4 }),
          async (request, swaps) => {
            const tokens = request.query.split(/(\W)/).filter((token) => token !== '');
            for (const [one, other] of swaps) {
              const [i, j] = [one % tokens.length, other % tokens.length];
              if (one % 3 === 0) tokens.splice(i, 1, tokens[j]!);
              else if (one % 3 === 1) tokens.splice(i, 0, tokens[j]!);
              else [tokens[i], tokens[j]] = [tokens[j]!, tokens[i]!];
            }
            expectNoFault(await send(JSON.stringify({ ...request, query: tokens.join('') })));
          },
        ),
        { numRuns: runs, seed, endOnFailure: true },
      );
      report(`tokens with ${name} (${seed})`);
    },
    timeout,
  );
});

it('generated documents are mostly valid', () => {
  const valid = fc
    .sample(requests, { numRuns: 50, seed: fixedSeed })
    .filter(({ query }) => validate(schema, parse(query)).length === 0);
  expect(valid.length).toBeGreaterThan(25);
});
