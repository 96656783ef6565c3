/**
 * The federation directives that follow from the shape of the schema. Those that a noun decides for itself (its keys,
 * its tags) are declared there with `@Directive`.
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
import type { FederationSettings } from './settings.js';

/** Directives of federation that subgraphs write; `@link` imports those that are used. */
const ofFederation = new Set(['key', 'shareable', 'tag', 'inaccessible', 'cost', 'listSize', 'cacheTag']);

/** Which arguments say how long a list is; some lists can only be read from the front. */
const slicing = (field: FieldDefinitionNode) =>
  ['first', 'last'].filter((size) => field.arguments?.some(({ name }) => name.value === size));

const listSize = (field: FieldDefinitionNode) =>
  `@listSize(assumedSize: ${defaultPageSize}, slicingArguments: ${JSON.stringify(slicing(field))}, ` +
  'sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)';

/** The fields that another subgraph of the supergraph may have in this one's place. */
const nodeFields = new Set(['node', 'nodes']);

/** Turns the document of the schema into that of a subgraph. */
export function federate(document: DocumentNode, settings: FederationSettings): DocumentNode {
  const entities = new Set(document.definitions.filter(isEntity).map(({ name }) => name.value));
  const described = visit(document, {
    ObjectTypeDefinition: {
      leave: (type) =>
        type.name.value === 'Query' ? federateQuery(type, entities, settings) : federateType(type, settings),
    },
    FieldDefinition: (field) => (isPaged(field) ? withDirective(field, listSize(field)) : undefined),
  });
  const used = new Set<string>();
  visit(described, { Directive: ({ name }) => void (ofFederation.has(name.value) && used.add(name.value)) });
  return { ...described, definitions: [...link(settings, [...used].sort()).definitions, ...described.definitions] };
}

const link = ({ version }: FederationSettings, names: string[]) =>
  parse(
    `extend schema @link(url: "https://specs.apollo.dev/federation/v${version}", ` +
      `import: [${names.map((name) => `"@${name}"`).join(', ')}])`,
  );

function federateType(type: ObjectTypeDefinitionNode, { version }: FederationSettings): ObjectTypeDefinitionNode {
  // Every subgraph with Relay connections has this type, and all mean the same by it.
  if (type.name.value === 'PageInfo') return withDirective(type, '@shareable');
  return version === '2.12' && isEntity(type) ? withDirective(type, cacheTag(type.name.value)) : type;
}

function federateQuery(
  query: ObjectTypeDefinitionNode,
  entities: ReadonlySet<string>,
  { version, nodeQuery }: FederationSettings,
): ObjectTypeDefinitionNode {
  const fields = (query.fields ?? []).filter(({ name }) => nodeQuery || !nodeFields.has(name.value));
  if (version !== '2.12') return { ...query, fields };
  const tagged = fields.map((field) => {
    const type = namedType(field.type).replace(/Connection$/, '');
    return entities.has(type) ? withDirective(field, cacheTag(type)) : field;
  });
  return { ...query, fields: tagged };
}

/**
 * The tag is the type's name alone: a tag may hold a key only if all `@key`s of the type have it, and an argument only if
 * it is required, which no lookup has. The answer's extensions carry the tags of single nodes.
 */
const cacheTag = (typeName: string) => `@cacheTag(format: "${typeName}")`;

type TypeWithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

const isEntity = (definition: DefinitionNode): definition is TypeWithFields =>
  (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) &&
  (definition.directives?.some(({ name }) => name.value === 'key') ?? false);

const isPaged = (field: FieldDefinitionNode) =>
  namedType(field.type).endsWith('Connection') && slicing(field).length > 0;

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
