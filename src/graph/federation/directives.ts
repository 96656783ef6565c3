/**
 * The federation directives that follow from the structure of the schema. Directives specific to a noun (its keys, its
 * tags) are declared in its slice with `@Directive`.
 */
import {
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { defaultPageSize } from '../pages/connection-types.js';
import { changingMaxAge, type Kind as NodeKind } from './kinds.js';
import type { FederationSettings } from './settings.js';

/** Federation directives for subgraphs; `@link` imports the used ones. */
const ofFederation = new Set(['key', 'shareable', 'tag', 'inaccessible', 'cost', 'listSize', 'cacheTag']);

/** The arguments that set the page size; some lists can only be read forwards. */
const slicing = (field: FieldDefinitionNode) =>
  ['first', 'last'].filter((size) => field.arguments?.some(({ name }) => name.value === size));

const pageSize = (field: FieldDefinitionNode) =>
  `@listSize(assumedSize: ${defaultPageSize}, slicingArguments: ${JSON.stringify(slicing(field))}, ` +
  'sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)';

/** The fields that another subgraph of the supergraph may provide instead. */
const nodeFields = new Set(['node', 'nodes']);

type Kinds = ReadonlyMap<string, NodeKind>;

/** As Apollo Server defines it, without the scope: all data is public. */
const cacheControl = parse(
  'directive @cacheControl(maxAge: Int, inheritMaxAge: Boolean) on OBJECT | INTERFACE | FIELD_DEFINITION',
  { noLocation: true },
);

/** Converts the schema document to a subgraph document. */
export function federate(document: DocumentNode, kinds: Kinds, settings: FederationSettings): DocumentNode {
  const described = visit(document, {
    ObjectTypeDefinition: {
      leave: (type) =>
        type.name.value === 'Query' ? federateQuery(type, kinds, settings) : federateType(type, kinds, settings),
    },
    InterfaceTypeDefinition: { leave: (type) => federateType(type, kinds, settings) },
    FieldDefinition: (field) => {
      if (isPaged(field)) return withDirective(field, pageSize(field));
      return isLookup(field) ? withDirective(field, `@listSize(assumedSize: ${defaultPageSize})`) : undefined;
    },
  });
  const used = new Set<string>();
  visit(described, { Directive: ({ name }) => void (ofFederation.has(name.value) && used.add(name.value)) });
  const first = [...link(settings, [...used].sort()).definitions, ...cacheControl.definitions];
  return { ...described, definitions: [...first, ...described.definitions] };
}

const link = ({ version }: FederationSettings, names: string[]) =>
  parse(
    `extend schema @link(url: "https://specs.apollo.dev/federation/v${version}", ` +
      `import: [${names.map((name) => `"@${name}"`).join(', ')}])`,
  );

function federateType<T extends TypeWithFields>(type: T, kinds: Kinds, { version }: FederationSettings): T {
  const kind = kinds.get(type.name.value);
  const kept = withDirective(type, kind ? maxAge(kind.maxAge) : '@cacheControl(inheritMaxAge: true)');
  // Every subgraph with Relay connections defines this type identically.
  if (type.name.value === 'PageInfo') return withDirective(kept, '@shareable');
  const isTagged = version === '2.12' && type.kind === Kind.OBJECT_TYPE_DEFINITION && isEntity(type);
  return kind && isTagged ? withDirective(kept, cacheTag(kind.name)) : kept;
}

function federateQuery(
  query: ObjectTypeDefinitionNode,
  kinds: Kinds,
  { version, nodeQuery }: FederationSettings,
): ObjectTypeDefinitionNode {
  const allKinds = [...new Set([...kinds.values()].map(({ name }) => name))];
  const fields = (query.fields ?? []).filter(({ name }) => nodeQuery || !nodeFields.has(name.value));
  const hinted = fields.map((field) => {
    const kind = kinds.get(namedType(field.type));
    const isHinted = kind ?? field.directives?.some(({ name }) => name.value === 'cacheControl');
    const kept = isHinted ? field : withDirective(field, maxAge(changingMaxAge));
    if (version !== '2.12') return kept;
    // A field without a kind reads all kinds.
    const tags = kind ? [kind.name] : allKinds;
    return tags.reduce((tagged, tag) => withDirective(tagged, cacheTag(tag)), kept);
  });
  return { ...query, fields: hinted };
}

const maxAge = (seconds: number) => `@cacheControl(maxAge: ${seconds})`;

/**
 * The tag is only the name of the kind: a tag may contain a key only if all `@key`s of the type have it, and an argument
 * only if it is required, which no lookup argument is. The answer's extensions carry the tags of single nodes.
 */
const cacheTag = (kind: string) => `@cacheTag(format: "${kind}")`;

type TypeWithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

const isEntity = (definition: DefinitionNode): definition is TypeWithFields =>
  (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) &&
  (definition.directives?.some(({ name }) => name.value === 'key') ?? false);

const isPaged = (field: FieldDefinitionNode) =>
  namedType(field.type).endsWith('Connection') && slicing(field).length > 0;

/** Lists with one item per requested key. The server's own limits count the keys; the directive cannot. */
const isLookup = (field: FieldDefinitionNode) =>
  isList(field.type) && (field.arguments ?? []).some(({ type }) => type.kind === Kind.NON_NULL_TYPE && isList(type));

const isList = (type: TypeNode): boolean =>
  type.kind === Kind.NON_NULL_TYPE ? isList(type.type) : type.kind === Kind.LIST_TYPE;

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function withDirective<T extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(
  node: T,
  text: string,
): T {
  const [type] = parse(`extend schema ${text}`, { noLocation: true }).definitions;
  const added = (type as { directives: readonly ConstDirectiveNode[] }).directives;
  return { ...node, directives: [...(node.directives ?? []), ...added] };
}
