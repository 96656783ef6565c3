import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Args, ArgsType, Ctx, Directive, Extensions, Field, ID, Int, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { costs } from '../../graph/cost.js';
import { kindOfId, type NodeKind, type NodeRow } from '../../graph/node-id.js';
import { longestPath, Path, PathKind, type Hop } from './path.type.js';
import { sentenceOf } from './sentence.js';
import { shortestPath } from './shortest-path.js';

/** Up to this length a search reads few nodes; beyond it, half of the graph, which takes half a second or more. */
const short = 2;
const costOfLong = 200;
const lengthMessage = `maxLength: expected a whole number from 1 to ${longestPath}.`;

@ArgsType()
class PathArgs {
  @Field(() => ID, { description: 'Id of the start node.' })
  from: string;

  @Field(() => ID, { description: 'Id of the end node.' })
  to: string;

  @Field(() => Int, {
    nullable: true,
    description: `Maximum number of steps: 1 to ${longestPath}. Default: ${longestPath}.`,
  })
  @IsOptional()
  @IsInt({ message: lengthMessage })
  @Min(1, { message: lengthMessage })
  @Max(longestPath, { message: lengthMessage })
  maxLength?: number | null;

  @Field(() => [PathKind], {
    nullable: true,
    description: 'Kinds of node that the path may pass through between its ends. Default: all.',
  })
  via?: NodeKind[] | null;
}

@Resolver()
export class PathResolver {
  @Directive('@cost(weight: 100)')
  @Extensions(costs({ weight: ({ maxLength }) => (Number(maxLength ?? longestPath) > short ? costOfLong : 0) }))
  @Query(() => Path, {
    nullable: true,
    description:
      'A shortest path between two nodes; always the same one. Null if there is no path within `maxLength`, or if a ' +
      'node does not exist.',
  })
  async path(
    @Args(() => PathArgs) { from, to, maxLength, via }: PathArgs,
    @Ctx() context: GraphContext,
  ): Promise<Path | undefined> {
    const find = async (id: string): Promise<NodeRow | null | undefined> => {
      const kind = kindOfId(id);
      return kind && context.nodeSources.get(kind)?.keys['id']?.(id, context);
    };
    const ends = await Promise.all([find(from), find(to)]);
    if (ends.some((end) => !end)) return undefined;
    const kinds = new Set(via ?? Object.values(PathKind));
    const steps = await shortestPath(context, from, to, maxLength ?? longestPath, kinds);
    if (!steps) return undefined;
    const hops = await Promise.all(
      steps.map(async (step): Promise<Hop | undefined> => {
        const [near, far] = await Promise.all([find(step.from), find(step.to)]);
        if (!near || !far) return undefined;
        return { from: near, to: far, field: step.field, sentence: sentenceOf(near, step.field, far) };
      }),
    );
    // A node deleted during the search breaks the path.
    const whole = hops.filter((hop) => hop !== undefined);
    return whole.length === steps.length ? { length: whole.length, hops: whole } : undefined;
  }
}
