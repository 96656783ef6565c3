/**
 * The nouns of the graph. A slice declares its noun once, beside its entity: what is not declared here (ids, columns,
 * records, import, export, undo, search, paths) is derived from it.
 */
import type { EntityClass } from '../entity-columns.js';
import type { NodeKind } from './kind.js';
import type { RecordFields } from './record-fields.js';

export type { NodeKind, Nouns } from './kind.js';

/** A row of an entity. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as TypeORM knows rows of any entity
export type Row = { id: string } & Record<string, any>;

/** A link table: its rows belong to the owner, and lead to the node at the far end. */
export interface ListEdge {
  entity: EntityClass;
  /** Properties of the rows. */
  owner: string;
  far: string;
  to: NodeKind;
}

/** Its names, title and lead are searched, as far as it has them. */
export interface SearchDeclaration {
  /** What is searched, as a description for clients. */
  description: string;
  /** The property of the date by which equal matches stand, the latest first; absent: before all that have one. */
  date?: string;
}

export interface NounDeclaration {
  kind: NodeKind;
  /** The first byte of its ids, in hexadecimal. Never change or reuse one: clients store ids. */
  idPrefix: string;
  entity: EntityClass;
  /** The plural in descriptions. */
  plural: string;
  /** The types of its records, which are also the GraphQL object types; absent: the kind. */
  types?: readonly string[];
  /** Whether all its nodes are kept in memory: their number is limited. */
  isReference?: boolean;
  /** The field of the record that tells its nodes apart; absent: `slug`. */
  key?: string;
  record: RecordFields;
  /** Search settings; absent if its nodes are not searchable. */
  search?: SearchDeclaration;
  /** Links that no record names: what the country linker finds in the text. By field of the noun. */
  found?: Readonly<Record<string, { kind: NodeKind; entity: EntityClass }>>;
  /** The project's own records of it. */
  ownRecords?: readonly object[];
}

export interface Noun extends NounDeclaration {
  types: readonly string[];
  key: string;
  /** By field of the record: the property of the row that holds the id of the node named, and its kind. */
  single: Readonly<Record<string, { property: string; to: NodeKind }>>;
  /** By field of the record. */
  lists: Readonly<Record<string, ListEdge>>;
  foundLists: Readonly<Record<string, ListEdge>>;
  /** Whether records may refer to its nodes by current or former slugs. */
  isNameable: boolean;
}

const declared = new Map<NodeKind, Noun>();
const byPrefix = new Map<string, Noun>();
let inOrder: readonly Noun[] | undefined;

/** Declares a noun, so that {@link nouns} includes it. */
export function declareNoun(declaration: NounDeclaration): void {
  const { kind, idPrefix, record, found = {} } = declaration;
  const taken = declared.get(kind) ?? byPrefix.get(idPrefix);
  if (taken) {
    throw new Error(
      `${kind} (${idPrefix}): expected a kind and an id prefix of its own; ${taken.kind} has one of them.`,
    );
  }
  const owner = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}Id`;
  const fields = Object.entries(record);
  const noun: Noun = {
    types: [kind],
    key: 'slug',
    ...declaration,
    single: Object.fromEntries(
      fields.flatMap(([field, { names }]) =>
        names && !names.links ? [[field, { property: `${field}Id`, to: names.kind }]] : [],
      ),
    ),
    lists: Object.fromEntries(
      fields.flatMap(([field, { names }]) =>
        names?.links ? [[field, { ...names.links, owner, to: names.kind }]] : [],
      ),
    ),
    foundLists: Object.fromEntries(
      Object.entries(found).map(([field, { kind: to, entity }]) => [
        field,
        { entity, owner, far: `${to.charAt(0).toLowerCase()}${to.slice(1)}Id`, to },
      ]),
    ),
    isNameable: 'formerSlugs' in record,
  };
  declared.set(kind, noun);
  byPrefix.set(idPrefix, noun);
  inOrder = undefined;
}

/** All nouns, sorted so that a noun comes after those it refers to. */
export function nouns(): readonly Noun[] {
  if (declared.size === 0) throw new Error('No noun is declared: expected the slices to be imported before.');
  return (inOrder ??= sorted());
}

/** The kinds that a noun refers to, except itself. */
const namedBy = ({ kind, single, lists, foundLists }: Noun): NodeKind[] =>
  [...Object.values(single), ...Object.values(lists), ...Object.values(foundLists)].flatMap(({ to }) =>
    to === kind ? [] : [to],
  );

function sorted(): Noun[] {
  const order = new Set<Noun>();
  const place = (noun: Noun): void => {
    for (const kind of namedBy(noun)) place(nounOf(kind));
    order.add(noun);
  };
  const ordered = [...declared.values()].sort((a, b) => (a.idPrefix < b.idPrefix ? -1 : 1));
  for (const noun of ordered) place(noun);
  return [...order];
}

export function nounOf(kind: NodeKind): Noun {
  const noun = declared.get(kind);
  if (!noun) throw new Error(`${kind}: no noun of this kind is declared; expected its slice to be imported before.`);
  return noun;
}

/** The noun with an id prefix, if any. */
export const nounByPrefix = (prefix: string): Noun | undefined => byPrefix.get(prefix);

/** A value derived from all nouns, recomputed when another noun is declared. */
export function derived<Value>(make: (all: readonly Noun[]) => Value): () => Value {
  let made: { of: readonly Noun[]; value: Value } | undefined;
  return () => {
    const of = nouns();
    if (made?.of !== of) made = { of, value: make(of) };
    return made.value;
  };
}
