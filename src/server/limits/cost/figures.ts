/**
 * The cost figures of a field, from the directives `@cost` and `@listSize` of the schema: routers that compose the subgraph
 * use the same figures. One unit is one object of the answer.
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
  /** The cost of each of its values. */
  weight: number;
  isList: boolean;
  /** The length of a list without pages, or the default page size. */
  assumedSize: number;
  /** Arguments that set the page size (the first given one applies); none without pages. */
  slicing: readonly string[];
  /** Fields below it that have the length of the page. */
  sized: ReadonlySet<string>;
  /** The length of a list without pages that no content exceeds. */
  most: number;
  /** The argument that lists the keys: the answer has one item for each. */
  keys?: string;
  /** The average bytes of one scalar value with its name. */
  bytes: number;
  /** Figures that no directive can express. */
  declared?: DeclaredCost;
  /** The kind of the nodes of a list: its filters and orders have their own weights. */
  kind?: NodeKind;
  /** Of a search, by which kinds its filter can tell nodes apart: by the fields of `where`. */
  kindsOfWhere?: ReadonlyMap<string, NodeKind>;
}

/** Bytes of a short text or number. */
const shortBytes = 10;

/** The length of a list without figures in the schema. */
const undeclaredSize = 10;

/**
 * Fields of the specifications, which cannot have our directives. A full introspection is some hundred kilobytes of text.
 */
const fixed: Readonly<Record<string, number>> = { __typename: 0, __schema: 1_000, __type: 100, _service: 100 };

/** The cost of an introspection field with everything below it; undefined for other fields. */
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
    most: declared?.most ?? size.assumedSize ?? undeclaredSize,
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

/** The arguments of a directive on a field definition; empty if the field does not have it. */
function directiveOf({ astNode }: GraphQLField<unknown, unknown>, name: string): Record<string, unknown> {
  const directive = astNode?.directives?.find((candidate) => candidate.name.value === name);
  return Object.fromEntries(
    (directive?.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
  );
}
