/** Finds a shortest path: a breadth-first search from both ends, one statement per step. */
import type { GraphContext } from '../../graph/context.js';
import { tablesOfEdges } from '../../graph/invalidation.js';
import { LimitExceededError } from '../../graph/errors.js';
import { kindOfId, type NodeKind } from '../../graph/node-id.js';
import { column, costlyStatement, join, list, name, sql, type Sql } from '../../graph/sql.js';
import { declaredKinds, filterOf, type RelationFilter } from '../../graph/where/declare.js';

/** A step from a node to a related node, through a field of the first node. */
export interface Step {
  from: string;
  to: string;
  field: string;
}

/** Maximum number of nodes per step. */
export const widestStep = 50_000;

/** One half of the search: the nodes reached from one end, each with the step that reached it first. */
interface Reach {
  steps: Map<string, Step | undefined>;
  front: string[];
  /** Whether too many edges start at the front. */
  isTooWide?: boolean;
}

/** All edges from nodes of a kind, as declared for filters. */
const relationsOf = (kind: NodeKind) =>
  [...filterOf(kind).fields].filter((entry): entry is [string, RelationFilter] => 'direction' in entry[1]);

/**
 * Finds a path and records its dependencies: each statement of the search reads edges of nodes already reached.
 * See {@link search}.
 */
export async function shortestPath(
  context: GraphContext,
  from: string,
  to: string,
  maxLength: number,
  via: ReadonlySet<NodeKind>,
  widest = widestStep,
): Promise<Step[] | undefined> {
  const forward: Reach = { steps: new Map([[from, undefined]]), front: [from] };
  const backward: Reach = { steps: new Map([[to, undefined]]), front: [to] };
  try {
    return await search({ context, via, goals: [from, to], widest }, forward, backward, maxLength);
  } finally {
    for (const { steps } of [forward, backward]) context.dependencies.edgesOf(steps, tablesOfEdges());
  }
}

/**
 * Returns a shortest path, or undefined if there is none of at most `maxLength` steps. Of several paths it always
 * returns the same one: steps are taken in the order of their ids.
 *
 * The search does not take a step to too many nodes, such as all news about a country. Instead, one query checks
 * whether both halves share a related node: it reads the links but returns one node.
 * @throws LimitExceededError
 */
async function search(walk: Walk, forward: Reach, backward: Reach, maxLength: number): Promise<Step[] | undefined> {
  const [from, to] = walk.goals;
  if (from === to) return [];
  const through = (middle: readonly Step[], start: string, end: string) => [
    ...walkBack(forward, start),
    ...middle,
    ...reversed(walkBack(backward, end)),
  ];
  for (let length = 1; length <= maxLength; length++) {
    const narrowFirst = forward.front.length <= backward.front.length ? [forward, backward] : [backward, forward];
    if (narrowFirst.some(({ front }) => front.length === 0)) return undefined;
    const taken = await firstStep(walk, narrowFirst);
    if (taken) {
      const meeting = advance(taken.steps, taken.near, taken.near === forward ? backward : forward);
      if (meeting !== undefined) return through([], meeting, meeting);
      continue;
    }
    const direct = await oneStep(walk, forward.front, backward.front);
    if (direct) return through([direct], direct.from, direct.to);
    if (length === maxLength) return undefined;
    const bridge = await twoSteps(walk, forward.front, backward.front);
    if (bridge) return through(bridge, bridge[0].from, bridge[1].to);
    if (length + 1 === maxLength) return undefined;
    throw new LimitExceededError(
      `path: the search would look at more than ${walk.widest} nodes in one step. Ask with a smaller "via".`,
    );
  }
  return undefined;
}

/** The steps of the first half that is not too wide. */
async function firstStep(walk: Walk, halves: readonly Reach[]) {
  for (const near of halves) {
    if (near.isTooWide) continue;
    const steps = await stepsFrom(walk, near.front);
    if (steps) return { near, steps };
    near.isTooWide = true;
  }
  return undefined;
}

/** Takes one step from all nodes of the front. Returns the node at which both halves meet, if they do. */
function advance(steps: readonly Step[], near: Reach, far: Reach) {
  near.front = [];
  for (const step of steps) {
    if (near.steps.has(step.to)) continue;
    near.steps.set(step.to, step);
    if (far.steps.has(step.to)) return step.to;
    near.front.push(step.to);
  }
  return undefined;
}

/** Parameters of a search. */
interface Walk {
  context: GraphContext;
  /** Kinds that the path may pass through. */
  via: ReadonlySet<NodeKind>;
  /** The two ends, of any kind. */
  goals: readonly string[];
  widest: number;
}

const ofKind = (ids: readonly string[], kind: NodeKind) => ids.filter((id) => kindOfId(id) === kind);

/** The edges from some nodes to nodes that the path may pass through. */
const edgesFrom = ({ via, goals }: Walk, front: readonly string[]) =>
  declaredKinds().flatMap((kind) => {
    const ids = ofKind(front, kind);
    if (ids.length === 0) return [];
    return relationsOf(kind).flatMap(([field, { direction }]) => {
      const { kind: farKind } = direction.far;
      const only = via.has(farKind) ? undefined : ofKind(goals, farKind);
      return only?.length === 0 ? [] : [{ ids, field, direction, only }];
    });
  });

/** The columns of an edge's two ends, with the alias of its table. */
const endsOf = ({ near, far }: RelationFilter['direction'], edges: string) => ({
  from: column(edges, near.column),
  to: column(edges, far.column),
});

const among = (id: Sql, ids: readonly string[]) => sql`${id} = ANY(${list(ids)}::uuid[])`;

/** From more than one node, a step may read the news of all offices or countries: a tenth of a second or more. */
const withCost = (front: readonly string[], statement: Sql) =>
  front.length > 1 ? costlyStatement(statement) : statement;

/** The steps from some nodes, in order; undefined if there are too many. */
async function stepsFrom(walk: Walk, front: readonly string[]): Promise<Step[] | undefined> {
  const { reader } = walk.context;
  const parts = edgesFrom(walk, front).map(({ ids, field, direction, only }) => {
    const { from, to } = endsOf(direction, 'e');
    return sql`SELECT ${from} AS "from", ${to} AS "to", ${field}::text AS field FROM ${name(direction.table)} e
      WHERE ${among(from, ids)} AND ${only ? among(to, only) : sql`${to} IS NOT NULL`}`;
  });
  if (parts.length === 0) return [];
  // Counts before sorting: stops reading at the limit, and a single row without ends reports that there are too many.
  const steps = await reader.rows<Step | { from: null }>(
    withCost(
      front,
      sql`WITH step AS MATERIALIZED (SELECT * FROM (${join(parts, ' UNION ALL ')}) AS e LIMIT ${walk.widest + 1}),
        size AS (SELECT count(*) AS steps FROM step)
      SELECT * FROM step WHERE (SELECT steps FROM size) <= ${walk.widest}
      UNION ALL SELECT NULL, NULL, NULL FROM size WHERE steps > ${walk.widest}
      ORDER BY "from", "to", field`,
    ),
  );
  return steps[0]?.from === null ? undefined : (steps as Step[]);
}

/** A step from any node of one set to any of another; of several, the first by ids. */
async function oneStep(walk: Walk, front: readonly string[], goal: readonly string[]) {
  const { reader } = walk.context;
  const parts = edgesFrom(walk, front).flatMap(({ ids, field, direction }) => {
    const goals = ofKind(goal, direction.far.kind);
    if (goals.length === 0) return [];
    const { from, to } = endsOf(direction, 'e');
    return [
      sql`SELECT ${from} AS "from", ${to} AS "to", ${field}::text AS field FROM ${name(direction.table)} e
        WHERE ${among(from, ids)} AND ${among(to, goals)}`,
    ];
  });
  if (parts.length === 0) return undefined;
  const [step] = await reader.rows<Step>(
    withCost(front, sql`SELECT * FROM (${join(parts, ' UNION ALL ')}) AS step ORDER BY "from", "to", field LIMIT 1`),
  );
  return step;
}

/** Two steps through a shared related node between two sets of nodes; of several, the first by ids. */
async function twoSteps(
  walk: Walk,
  front: readonly string[],
  goal: readonly string[],
): Promise<[Step, Step] | undefined> {
  const { reader } = walk.context;
  const last = edgesFrom(walk, goal);
  const parts = edgesFrom(walk, front).flatMap((a) =>
    last
      .filter((b) => b.direction.far.kind === a.direction.far.kind && walk.via.has(b.direction.far.kind))
      .map((b) => {
        const [first, second] = [endsOf(a.direction, 'a'), endsOf(b.direction, 'b')];
        return sql`(SELECT ${first.from} AS "from", ${first.to} AS middle, ${second.from} AS "to",
            ${a.field}::text AS field, ${b.direction.far.field}::text AS next
          FROM ${name(a.direction.table)} a JOIN ${name(b.direction.table)} b ON ${second.to} = ${first.to}
          WHERE ${among(first.from, a.ids)} AND ${among(second.from, b.ids)}
          ORDER BY 2, 1, 3 LIMIT 1)`;
      }),
  );
  if (parts.length === 0) return undefined;
  const [bridge] = await reader.rows<{ from: string; middle: string; to: string; field: string; next: string }>(
    costlyStatement(
      sql`SELECT * FROM (${join(parts, ' UNION ALL ')}) AS bridge ORDER BY middle, "from", "to", field, next LIMIT 1`,
    ),
  );
  if (!bridge) return undefined;
  const { from, middle, to, field, next } = bridge;
  return [
    { from, to: middle, field },
    { from: middle, to, field: next },
  ];
}

/** The steps from the end where a half started to a node that it reached. */
function walkBack({ steps }: Reach, node: string): Step[] {
  const path: Step[] = [];
  for (let step = steps.get(node); step; step = steps.get(step.from)) path.unshift(step);
  return path;
}

/** The same steps in reverse, each through the field of the other node. */
function reversed(steps: readonly Step[]): Step[] {
  return [...steps].reverse().map(({ from, to, field }) => {
    const { direction } = filterOf(kindOfId(from)!).fields.get(field) as RelationFilter;
    return { from: to, to: from, field: direction.far.field };
  });
}
