import { nodeId, type NodeKind } from '../../graph/node-id.js';
import { declaredKinds, filterOf } from '../../graph/where/declare.js';
import {
  generateGraph,
  randomNumbers,
  storeGraph,
  type GeneratedNode,
} from '../../graph/where/generated-graph.fixture.js';
import { AnswerDependencies } from '../../graph/dependencies.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { PathKind } from './path.type.js';
import { shortestPath } from './shortest-path.js';

const generated = generateGraph(1990);
const nodes = Object.values(generated).flat();
const byId = new Map(nodes.map((node) => [node.id, node]));

let graph: TestGraph;
beforeAll(async () => {
  graph = await startTestGraph('empty');
  const { dataSource } = graph;
  await storeGraph(generated, { query: dataSource.query.bind(dataSource) as never });
  await graph.catalogue.reload();
});
afterAll(() => graph.close());

interface Found {
  path: {
    length: number;
    hops: { from: { id: string }; to: { id: string }; field: string; sentence: string }[];
  } | null;
}
const query = `query ($from: ID!, $to: ID!, $maxLength: Int, $via: [PathKind!]) {
  path(from: $from, to: $to, maxLength: $maxLength, via: $via) {
    length hops { from { id } to { id } field sentence }
  }
}`;
const find = async (variables: object) => (await graph.data<Found>(query, variables)).path;

/** Number of steps between two nodes, by a breadth-first search in memory; undefined if they are not connected. */
function distance(from: GeneratedNode, to: GeneratedNode, via?: readonly NodeKind[]): number | undefined {
  const reached = new Set([from]);
  let front = [from];
  for (let length = 0; front.length > 0; length++) {
    if (front.includes(to)) return length;
    const next = front.flatMap(({ relatedNodes }) => Object.values(relatedNodes).flat());
    front = [...new Set(next)].filter((node) => !reached.has(node) && (!via || node === to || via.includes(node.kind)));
    front.forEach((node) => reached.add(node));
  }
  return undefined;
}

describe('a path', () => {
  const random = randomNumbers(55);
  const pick = () => nodes[Math.floor(random() * nodes.length)]!;
  const kinds = Object.entries(PathKind);

  it('a path is a shortest one, and each step is an edge of the graph', async () => {
    for (let i = 0; i < 120; i++) {
      const [from, to] = [pick(), pick()];
      const allowed = i % 3 === 0 ? kinds.filter(() => random() < 0.5) : undefined;
      const expected = distance(
        from,
        to,
        allowed?.map(([, kind]) => kind),
      );
      const via = allowed?.map(([written]) => written);
      const found = await find({ from: from.id, to: to.id, via });
      expect(found?.length).toBe(expected === undefined || expected > 6 ? undefined : expected);
      found?.hops.forEach((hop, step) => {
        expect(byId.get(hop.from.id)!.relatedNodes[hop.field]).toContain(byId.get(hop.to.id));
        expect(hop.from.id).toBe(step === 0 ? from.id : found.hops[step - 1]!.to.id);
        expect(hop.sentence).toMatch(/^.+\.$/);
      });
      if (found && found.length > 0) expect(found.hops.at(-1)!.to.id).toBe(to.id);
    }
  });

  it('a path is a shortest one even if a step leads to too many nodes', async () => {
    const everywhere = new Set<NodeKind>(Object.values(PathKind));
    let rejected = 0;
    for (let i = 0; i < 150; i++) {
      const [from, to, widest] = [pick(), pick(), i % 12];
      const via = i % 4 === 0 ? new Set([...everywhere].filter(() => random() < 0.6)) : everywhere;
      const expected = distance(from, to, [...via]);
      const context = { reader: graph.database, dependencies: new AnswerDependencies() } as never;
      const found = await shortestPath(context, from.id, to.id, 6, via, widest).catch((error: Error) => {
        expect(error).toMatchObject({ extensions: { code: 'LIMIT_EXCEEDED' } });
        rejected += 1;
        return 'rejected' as const;
      });
      if (found === 'rejected') continue;
      expect(found?.length).toBe(expected === undefined || expected > 6 ? undefined : expected);
      found?.forEach((step, place) => {
        expect(byId.get(step.from)!.relatedNodes[step.field]).toContain(byId.get(step.to));
        expect(step.from).toBe(place === 0 ? from.id : found[place - 1]!.to);
      });
    }
    expect(rejected).toBeLessThan(100);
    expect(rejected).toBeGreaterThan(0);
  });

  it('a path is always the same one, and null if it would exceed maxLength', async () => {
    const from = generated.NewsItem[0]!;
    const to = nodes.find((node) => distance(from, node) === 3)!;
    const path = await find({ from: from.id, to: to.id });
    expect(await find({ from: from.id, to: to.id })).toEqual(path);
    expect(path!.length).toBeGreaterThan(1);
    expect(await find({ from: from.id, to: to.id, maxLength: path!.length - 1 })).toBeNull();
  });

  it('a path from a node to itself has no steps, and there is none to an unknown node', async () => {
    const { id } = generated.Office[0]!;
    expect(await find({ from: id, to: id })).toEqual({ length: 0, hops: [] });
    for (const to of ['', 'x', nodeId('Office', 'nowhere')]) expect(await find({ from: id, to })).toBeNull();
  });

  it('every edge has a sentence', () => {
    const missing = declaredKinds().flatMap((kind) =>
      [...filterOf(kind).fields].flatMap(([field, is]) =>
        'direction' in is && is.direction.near.says === '' ? `${kind}.${field}` : [],
      ),
    );
    expect(missing).toEqual([]);
  });

  it.each([0, 7])('a maxLength of %d is rejected', async (maxLength) => {
    const { id } = generated.Office[0]!;
    const { errors } = await graph.ask(query, { from: id, to: id, maxLength });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});
