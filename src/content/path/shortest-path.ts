/** The shortest connection between two nodes: a breadth-first search from both ends, one statement for each step. */
import type { GraphContext } from '../../graph/context.js';
import { LimitExceededError } from '../../graph/errors.js';
import { kindOfId, type NodeKind } from '../../graph/node-id.js';
import { column, join, list, name, sql } from '../../graph/sql.js';
import { declaredKinds, filterOf, type RelationFilter } from '../../graph/where/declare.js';

/** A step from a node to a neighbour, by the field of the first in which the second stands. */
export interface Step {
  from: string;
  to: string;
  field: string;
}

/** Nodes that a search looks at in one step at most: half of a large graph is no answer to how two nodes are related. */
export const widestStep = 50_000;

/** One half of the search: the nodes reached from one end, each with the step that reached it first. */
interface Reach {
  steps: Map<string, Step | undefined>;
  front: string[];
}

/** All edges of the graph as seen from nodes of a kind: those that the filters know. */
const relationsOf = (kind: NodeKind) =>
  [...filterOf(kind).fields].filter((entry): entry is [string, RelationFilter] => 'direction' in entry[1]);

/**
 * A shortest path, or undefined if there is none of at most `maxLength` steps. Of several it is always the same one:
 * steps are taken in the order of their ids.
 * @param via kinds through which it may lead; the ends may be of any
 * @throws LimitExceededError
 */
export async function shortestPath(
  context: GraphContext,
  from: string,
  to: string,
  maxLength: number,
  via: ReadonlySet<NodeKind>,
): Promise<Step[] | undefined> {
  if (from === to) return [];
  const forward: Reach = { steps: new Map([[from, undefined]]), front: [from] };
  const backward: Reach = { steps: new Map([[to, undefined]]), front: [to] };
  const mayPass = (id: string) => id === from || id === to || via.has(kindOfId(id)!);
  for (let length = 1; length <= maxLength; length++) {
    const isForward = forward.front.length <= backward.front.length;
    const [near, far] = isForward ? [forward, backward] : [backward, forward];
    if (near.front.length === 0) return undefined;
    const meeting = await advance(context, near, far, mayPass);
    if (meeting !== undefined) return [...walkBack(forward, meeting), ...turned(walkBack(backward, meeting))];
  }
  return undefined;
}

/** Takes one step from all nodes of the front. Gives the node at which both halves meet. */
async function advance(context: GraphContext, near: Reach, far: Reach, mayPass: (id: string) => boolean) {
  const steps = await stepsFrom(context, near.front);
  if (steps.length > widestStep) {
    throw new LimitExceededError(
      `path: the search would look at more than ${widestStep} nodes in one step. Ask with a smaller "via".`,
    );
  }
  near.front = [];
  for (const step of steps) {
    if (near.steps.has(step.to) || !mayPass(step.to)) continue;
    near.steps.set(step.to, step);
    if (far.steps.has(step.to)) return step.to;
    near.front.push(step.to);
  }
  return undefined;
}

async function stepsFrom({ reader }: GraphContext, front: readonly string[]): Promise<Step[]> {
  const parts = declaredKinds().flatMap((kind) => {
    const ids = front.filter((id) => kindOfId(id) === kind);
    if (ids.length === 0) return [];
    return relationsOf(kind).map(([field, { direction }]) => {
      const [near, far] = [column('e', direction.near.column), column('e', direction.far.column)];
      return sql`SELECT ${near} AS "from", ${far} AS "to", ${field}::text AS field FROM ${name(direction.table)} e
        WHERE ${near} = ANY(${list(ids)}::uuid[]) AND ${far} IS NOT NULL`;
    });
  });
  if (parts.length === 0) return [];
  return reader.rows<Step>(
    sql`SELECT * FROM (${join(parts, ' UNION ALL ')}) AS step ORDER BY "from", "to", field LIMIT ${widestStep + 1}`,
  );
}

/** The steps from the end at which a half began to a node that it reached. */
function walkBack({ steps }: Reach, node: string): Step[] {
  const path: Step[] = [];
  for (let step = steps.get(node); step; step = steps.get(step.from)) path.unshift(step);
  return path;
}

/** The same steps the other way round, each by the field of the other node. */
function turned(steps: readonly Step[]): Step[] {
  return [...steps].reverse().map(({ from, to, field }) => {
    const { direction } = filterOf(kindOfId(from)!).fields.get(field) as RelationFilter;
    return { from: to, to: from, field: direction.far.field };
  });
}
