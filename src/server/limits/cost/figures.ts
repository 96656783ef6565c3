/**
 * What a field costs, from the directives `@cost` and `@listSize` of the schema: routers that take in the subgraph count
 * with the same figures. One unit is one object of the answer.
 */
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  valueFromASTUntyped,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { costsOf, type DeclaredCost } from '../../../graph/cost.js';
import type { NodeKind } from '../../../graph/node-id.js';
import { declaredKinds } from '../../../graph/where/declare.js';

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
  /** How many bytes one value of a scalar has, in the middle, with its name. */
  bytes: number;
  /** What no directive can say. */
  declared?: DeclaredCost;
  /** Of a list, the kind of its nodes: its filters and orders have weights of their own. */
  kind?: NodeKind;
  /** Of a search, by which kinds its filter can tell nodes apart: by the fields of `where`. */
  kindsOfWhere?: ReadonlyMap<string, NodeKind>;
}

/** Bytes of a text or number that is short. */
const shortBytes = 10;

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
  const declared = costsOf(field);
  const keys = field.args.find((arg) => isRequiredArgument(arg) && isListType(getNullableType(arg.type)));
  return {
    weight: weight ?? fixed[field.name] ?? (isCompositeType(getNamedType(field.type)) ? 1 : 0),
    isList,
    bytes: isCompositeType(getNamedType(field.type)) ? 0 : (declared?.bytes ?? shortBytes) + field.name.length,
    assumedSize: size.assumedSize ?? undeclaredSize,
    slicing: size.slicingArguments ?? [],
    sized: new Set(size.sizedFields ?? []),
    ...(isList && keys && { keys: keys.name }),
    ...(declared && { declared }),
    ...kindsOf(field),
  };
}

const filterInput = /^(\w+)Where$/;
const kindOf = (type: GraphQLInputType): NodeKind | undefined => {
  const [, name] = filterInput.exec(getNamedType(type).name) ?? [];
  return declaredKinds().find((kind) => kind === name);
};

function kindsOf({ args }: GraphQLField<unknown, unknown>): Pick<Figures, 'kind' | 'kindsOfWhere'> {
  const where = args.find(({ name }) => name === 'where');
  if (!where) return {};
  const kind = kindOf(where.type);
  if (kind) return { kind };
  const input = getNamedType(where.type);
  const fields = isInputObjectType(input) ? Object.values(input.getFields()) : [];
  return {
    kindsOfWhere: new Map(
      fields.flatMap((field): [string, NodeKind][] => {
        const ofField = kindOf(field.type);
        return ofField ? [[field.name, ofField]] : [];
      }),
    ),
  };
}

/** The arguments of a directive on the definition of a field; empty if it has none of that name. */
function directiveOf({ astNode }: GraphQLField<unknown, unknown>, name: string): Record<string, unknown> {
  const directive = astNode?.directives?.find((candidate) => candidate.name.value === name);
  return Object.fromEntries(
    (directive?.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
  );
}
