import { Directive, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { declareKinds } from '../../graph/nouns/kinds.js';
import { nouns, type NodeKind } from '../../graph/nouns/declare.js';
import { Node } from '../../graph/node.type.js';
import { PageInfo } from '../../graph/pages/connection-types.js';
import type { FilterInput } from '../../graph/where/compile.js';
import { whereInput } from '../../graph/where/input.js';

/** The kinds of node that are searched, by the names that clients give them; all of them when the schema is made. */
export const SearchType: Record<string, NodeKind> = {};

export enum SearchField {
  NAME = 'NAME',
  TITLE = 'TITLE',
  LEAD = 'LEAD',
  TEXT = 'TEXT',
}
registerEnumType(SearchField, {
  name: 'SearchField',
  description: 'The texts in which search looks.',
  valuesConfig: {
    NAME: { description: 'A name of the node, the present one or another.' },
    TITLE: { description: 'The title of a news item or event.' },
    LEAD: { description: 'The lead of a news item.' },
    TEXT: { description: 'A passage of the text of a news item whose title and lead have not all the words.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A part of a text.' })
export class TextRange {
  @Field(() => Int, { description: 'Where it starts, in UTF-16 units.' })
  start: number;

  @Field(() => Int, { description: 'Where it ends, in UTF-16 units: `text.slice(start, end)` is the part.' })
  end: number;
}

@ObjectType({ simpleResolvers: true, description: 'A text of the node with the words that were found in it.' })
export class Highlight {
  @Field(() => SearchField, { description: 'Which text it is.' })
  field: SearchField;

  @Field(() => String, { description: 'The whole text, or the passage, without any mark-up.' })
  text: string;

  @Directive('@listSize(assumedSize: 5)')
  @Field(() => [TextRange], { description: 'Where the words that were found stand in it, in order.' })
  ranges: TextRange[];
}

@ObjectType({ description: 'One node that was found.' })
export class SearchEdge {
  @Field(() => String, { description: 'Where it stands among what was found; give it as `after`.' })
  cursor: string;

  @Field(() => Node, { nullable: true, description: 'The node; null if it could not be read.' })
  node: object;
}

@ObjectType({ simpleResolvers: true, description: 'A page of what was found, the best match first.' })
export class SearchConnection {
  @Field(() => [SearchEdge], { description: 'What was found, with how it was found.' })
  edges: SearchEdge[];

  @Field(() => [Node], {
    nullable: 'items',
    description: 'The nodes that were found; null in the place of one that could not be read.',
  })
  nodes: object[];

  @Field(() => PageInfo, { description: 'Where the page lies.' })
  pageInfo: PageInfo;

  @Field(() => Boolean, {
    description: 'Whether nothing has the words as they were typed, and what is given has names that are like them.',
  })
  isApproximate: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'The query as it was answered, if nothing has its words as they were typed and some were taken for slips of the ' +
      'pen; null otherwise.',
  })
  correctedQuery: string | null;
}

@InputType({
  description:
    'Conditions on what is found, by type. Nodes of a type without a condition are found as ever; leave them out by ' +
    '`types`.',
})
export class SearchWhere {
  [type: string]: FilterInput | null | undefined;
}

/** The name of a kind in `SearchWhere`. */
export const whereName = (kind: NodeKind) => `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;

/** Makes what of the search follows from the nouns. To be called when all are declared, before the schema is made. */
export function declareSearch(): void {
  const searched = nouns().filter(({ search }) => search);
  declareKinds(SearchType, 'SearchType', 'What can be searched.', searched, ({ search }) => search!.description);
  for (const { kind, plural } of searched) {
    const options = { nullable: true, description: `Which ${plural} may be found.` };
    Field(() => whereInput(kind) as never, options)(SearchWhere.prototype, whereName(kind));
  }
}
