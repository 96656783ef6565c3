import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Args, ArgsType, Ctx, Directive, Extensions, Field, ID, Int, Query, Resolver } from 'type-graphql';
import type { GraphContext } from '../../graph/context.js';
import { costs } from '../../graph/cost.js';
import { kindOfId, type NodeKind, type NodeRow } from '../../graph/node-id.js';
import { Path, PathKind, type Hop } from './path.type.js';
import { sentenceOf } from './sentence.js';
import { shortestPath } from './shortest-path.js';

const longest = 6;
/** Up to here few nodes are looked at; beyond, whole halves of the graph are, which takes half a second and more. */
const short = 2;
const costOfLong = 200;
const lengthMessage = `maxLength: expected a whole number from 1 to ${longest}.`;

@ArgsType()
class PathArgs {
  @Field(() => ID, { description: 'The id of the node at which the path begins.' })
  from: string;

  @Field(() => ID, { description: 'The id of the node at which it ends.' })
  to: string;

  @Field(() => Int, {
    nullable: true,
    description: `How many steps it may have: 1 to ${longest}, ${longest} if absent.`,
  })
  @IsOptional()
  @IsInt({ message: lengthMessage })
  @Min(1, { message: lengthMessage })
  @Max(longest, { message: lengthMessage })
  maxLength?: number | null;

  @Field(() => [PathKind], {
    nullable: true,
    description: 'The kinds of node through which it may lead between its ends. All if absent.',
  })
  via?: NodeKind[] | null;
}

@Resolver()
export class PathResolver {
  @Directive('@cost(weight: 100)')
  @Extensions(costs({ weight: ({ maxLength }) => (Number(maxLength ?? longest) > short ? costOfLong : 0) }))
  @Query(() => Path, {
    nullable: true,
    description:
      'How two nodes are connected: a shortest path, the same one at every time. Null if there is none of this length, ' +
      'or one of the nodes is not known.',
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
    const steps = await shortestPath(context, from, to, maxLength ?? longest, kinds);
    if (!steps) return undefined;
    const hops = await Promise.all(
      steps.map(async (step): Promise<Hop | undefined> => {
        const [near, far] = await Promise.all([find(step.from), find(step.to)]);
        if (!near || !far) return undefined;
        return { from: near, to: far, field: step.field, sentence: sentenceOf(near, step.field, far) };
      }),
    );
    // A node that went away while the path was being looked for breaks it.
    const whole = hops.filter((hop) => hop !== undefined);
    return whole.length === steps.length ? { length: whole.length, hops: whole } : undefined;
  }
}
