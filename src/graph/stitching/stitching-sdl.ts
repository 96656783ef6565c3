/**
 * The schema for stitching gateways (`@graphql-tools/stitch`). Its directive `@key` differs from federation's, so it is a
 * separate SDL, served separately from the subgraph's.
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

/** The key of a root field that looks up many nodes. Each such field is a way to merge its type. */
const keyOfRoot = (field: FieldDefinitionNode): ManyKey | undefined =>
  manyKeys.find(
    (key) => field.name.value.endsWith(manyName('', key)) && field.arguments?.[0]?.name.value === manyArgument(key),
  );

/** The SDL with stitching directives of the schema that the slices declare. */
export function stitchingSdl(schema: GraphQLSchema): string {
  const merged = mergedTypes(schema);
  const document: DocumentNode = visit(getDocumentNodeFromSchema(schema), {
    // Stitching gateways do not understand federation directives.
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
        // `@key` applies to all root fields of the type: it is possible only if there is one.
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

/** The keys of such root fields, by type name. */
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
