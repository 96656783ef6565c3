/**
 * What a field costs, from the directives `@cost` and `@listSize` of the schema: routers that take in the subgraph count
 * with the same figures. One unit is one object of the answer.
 */
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isRequiredArgument,
  valueFromASTUntyped,
  type GraphQLField,
} from 'graphql';

export interface Figures {
  /** What each of its values costs by itself. */
  weight: number;
  isList: boolean;
  /** Length of a list that has no pages; of a page whose size is not asked for. */
  assumedSize: number;
  /** Arguments that say how long a page is, the first that is given; none where there are no pages. */
  slicing: readonly string[];
  /** Fields below it whose length is that of the page. */
  sized: ReadonlySet<string>;
  /** The argument that lists what is looked up: the answer has one item for each. */
  keys?: string;
}

/** Length of a list of which the schema says nothing. */
const undeclaredSize = 10;

/**
 * Fields of the specifications, on which no directive of ours can stand. The whole of an introspection is some hundred
 * kilobytes of text.
 */
const fixed: Readonly<Record<string, number>> = { __typename: 0, __schema: 1_000, __type: 100, _service: 100 };

/** The cost of a field of introspection with all that is below it; undefined for other fields. */
export const introspectionCost = (name: string): number | undefined =>
  name.startsWith('__') ? (fixed[name] ?? 0) : undefined;

interface ListSize {
  assumedSize?: number;
  slicingArguments?: string[];
  sizedFields?: string[];
}

const known = new WeakMap<GraphQLField<unknown, unknown>, Figures>();

/** The figures of a field, read once. */
export function figuresOf(field: GraphQLField<unknown, unknown>): Figures {
  let figures = known.get(field);
  if (!figures) known.set(field, (figures = readFigures(field)));
  return figures;
}

function readFigures(field: GraphQLField<unknown, unknown>): Figures {
  const { weight } = directiveOf(field, 'cost') as { weight?: number };
  const size = directiveOf(field, 'listSize') as ListSize;
  const isList = isListType(getNullableType(field.type));
  const keys = field.args.find((arg) => isRequiredArgument(arg) && isListType(getNullableType(arg.type)));
  return {
    weight: weight ?? fixed[field.name] ?? (isCompositeType(getNamedType(field.type)) ? 1 : 0),
    isList,
    assumedSize: size.assumedSize ?? undeclaredSize,
    slicing: size.slicingArguments ?? [],
    sized: new Set(size.sizedFields ?? []),
    ...(isList && keys && { keys: keys.name }),
  };
}

/** The arguments of a directive on the definition of a field; empty if it has none of that name. */
function directiveOf({ astNode }: GraphQLField<unknown, unknown>, name: string): Record<string, unknown> {
  const directive = astNode?.directives?.find((candidate) => candidate.name.value === name);
  return Object.fromEntries(
    (directive?.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
  );
}
