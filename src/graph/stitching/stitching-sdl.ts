/**
 * The schema for gateways that stitch (`@graphql-tools/stitch`). Its directives share the name `@key` with federation but
 * not the meaning, so it is a text of its own, served apart from the subgraph's.
 */
import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
import {
  getNamedType,
  Kind,
  parse,
  print,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
} from 'graphql';
import { manyArgument, manyName, type ManyKey } from '../lookup-many.js';

/** As `@graphql-tools/stitching-directives` defines them. */
const definitions = `
  directive @key(selectionSet: String!) on OBJECT
  directive @merge(
    argsExpr: String
    keyArg: String
    keyField: String
    key: [String!]
    additionalArgs: String
  ) on FIELD_DEFINITION
  directive @canonical on OBJECT | INTERFACE | INPUT_OBJECT | UNION | ENUM | SCALAR | FIELD_DEFINITION | INPUT_FIELD_DEFINITION
`;

const manyKeys: readonly ManyKey[] = ['id', 'slug', 'isoCode'];

/** By the name of each root that finds many nodes: its key. Each of them is a way to merge its type. */
const keyOfRoot = (field: FieldDefinitionNode): ManyKey | undefined =>
  manyKeys.find(
    (key) => field.name.value.endsWith(manyName('', key)) && field.arguments?.[0]?.name.value === manyArgument(key),
  );

/** The SDL with stitching directives of the schema that the slices declare. */
export function stitchingSdl(schema: GraphQLSchema): string {
  const merged = mergedTypes(schema);
  const document: DocumentNode = visit(getDocumentNodeFromSchema(schema), {
    // Those of federation mean nothing to a gateway that stitches.
    Directive: ({ name }) => (['deprecated', 'specifiedBy', 'oneOf'].includes(name.value) ? undefined : null),
    FieldDefinition: {
      leave: (field) => {
        const key = keyOfRoot(field);
        return key && { ...field, directives: [...(field.directives ?? []), directive(`@merge(keyField: "${key}")`)] };
      },
    },
    ObjectTypeDefinition: {
      leave: (type) => {
        const isNode = [type.name, ...(type.interfaces ?? []).map(({ name }) => name)].some(({ value }) =>
          merged.has(value),
        );
        if (!isNode) return undefined;
        // A key of the type is asked for by all of its roots: it can only be named where they are one.
        const [key, ...others] = merged.get(type.name.value) ?? [];
        const keys = key && others.length === 0 ? [directive(`@key(selectionSet: "{ ${key} }")`)] : [];
        return { ...type, directives: [...(type.directives ?? []), ...keys, directive('@canonical')] };
      },
    },
    InterfaceTypeDefinition: {
      leave: (type) =>
        merged.has(type.name.value)
          ? { ...type, directives: [...(type.directives ?? []), directive('@canonical')] }
          : undefined,
    },
  });
  return `${print({ kind: Kind.DOCUMENT, definitions: [...parse(definitions).definitions, ...document.definitions] })}\n`;
}

/** By the names of the types that have such roots: the keys of these. */
function mergedTypes(schema: GraphQLSchema): ReadonlyMap<string, ManyKey[]> {
  const merged = new Map<string, ManyKey[]>();
  for (const { name, type } of Object.values(schema.getQueryType()!.getFields())) {
    const key = manyKeys.find((each) => name.endsWith(manyName('', each)));
    const typeName = getNamedType(type).name;
    if (key) merged.set(typeName, [...(merged.get(typeName) ?? []), key]);
  }
  return merged;
}

function directive(text: string): ConstDirectiveNode {
  const [extension] = parse(`extend schema ${text}`, { noLocation: true }).definitions;
  return (extension as { directives: readonly ConstDirectiveNode[] }).directives[0]!;
}
