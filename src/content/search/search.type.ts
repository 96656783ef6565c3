import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { declareKinds } from '../../graph/nouns/kinds.js';
import { nouns, type NodeKind } from '../../graph/nouns/declare.js';
import { Node } from '../../graph/node.type.js';
import { PageInfo } from '../../graph/pages/connection-types.js';
import type { FilterInput } from '../../graph/where/compile.js';
import { whereInput } from '../../graph/where/input.js';
import { ListSize } from '../../graph/cost.js';

/** Ranges of one highlight. */
export const maximalRanges = 100;

/** The searchable kinds by their GraphQL names; filled when the schema is built. */
export const SearchType: Record<string, NodeKind> = {};

export enum SearchField {
  NAME = 'NAME',
  TITLE = 'TITLE',
  LEAD = 'LEAD',
  TEXT = 'TEXT',
}
registerEnumType(SearchField, {
  name: 'SearchField',
  description: 'The texts that search covers.',
  valuesConfig: {
    NAME: { description: 'A name of the node, current or other.' },
    TITLE: { description: 'The title of a news item or event.' },
    LEAD: { description: 'The lead of a news item.' },
    TEXT: { description: 'A passage from the body of a news item whose title and lead do not contain all the words.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A range of a text.' })
export class TextRange {
  @Field(() => Int, { description: 'Start, in UTF-16 code units.' })
  start: number;

  @Field(() => Int, { description: 'End, exclusive, in UTF-16 code units: the range is `text.slice(start, end)`.' })
  end: number;
}

@ObjectType({ simpleResolvers: true, description: 'A text of the node with the words found in it.' })
export class Highlight {
  @Field(() => SearchField, { description: 'The kind of text.' })
  field: SearchField;

  @Field(() => String, { description: 'The whole text, or the passage, without markup.' })
  text: string;

  @ListSize({ usual: 5, most: maximalRanges })
  @Field(() => [TextRange], { description: `Ranges of the words found, in order: the first ${maximalRanges}.` })
  ranges: TextRange[];
}

@ObjectType({ description: 'One search result.' })
export class SearchEdge {
  @Field(() => String, { description: 'Position in the search results; pass it as `after`.' })
  cursor: string;

  @Field(() => Node, { nullable: true, description: 'The node; null if it could not be read.' })
  node: object;
}

@ObjectType({ simpleResolvers: true, description: 'A page of search results, the best match first.' })
export class SearchConnection {
  @Field(() => [SearchEdge], { description: 'The results with match details.' })
  edges: SearchEdge[];

  @Field(() => [Node], {
    nullable: 'items',
    description: 'The nodes found; null for a node that could not be read.',
  })
  nodes: object[];

  @Field(() => PageInfo, { description: 'Position of the page in the results.' })
  pageInfo: PageInfo;

  @Field(() => Boolean, {
    description: 'Whether nothing matches the words as typed, and the results are nodes with similar names.',
  })
  isApproximate: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'The corrected query, if nothing matches the words as typed and some were corrected as typos; null otherwise.',
  })
  correctedQuery: string | null;
}

@InputType({
  description: 'Filters on the results, by type. Types without a filter are unaffected; exclude them with `types`.',
})
export class SearchWhere {
  [type: string]: FilterInput | null | undefined;
}

/** The name of a kind in `SearchWhere`. */
export const whereName = (kind: NodeKind) => `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;

/** Declares the search inputs of all nouns. Call it after all are declared and before the schema is built. */
export function declareSearch(): void {
  const searched = nouns().filter(({ search }) => search);
  declareKinds(SearchType, 'SearchType', 'Searchable types.', searched, ({ search }) => search!.description);
  for (const { kind, plural } of searched) {
    const options = { nullable: true, description: `Filter on ${plural}.` };
    Field(() => whereInput(kind) as never, options)(SearchWhere.prototype, whereName(kind));
  }
}
