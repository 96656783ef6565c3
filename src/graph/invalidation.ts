/**
 * Decides whether a content change can invalidate an answer. In doubt it can: an answer may be invalidated needlessly, but
 * a stale one is never kept.
 */
import { kindOfId, type NodeKind } from './node-id.js';
import type { ListDependency, Place, AnswerDependencies } from './dependencies.js';
import { declaredKinds, filterOf, type FilterField, type RelationFilter, type ScalarFilter } from './where/declare.js';

/** The state of a node before or after a change, as far as conditions of lists can refer to it. */
export interface NodeState {
  values: Readonly<Record<string, string | number | null>>;
  /** Ids at the far ends of its links. */
  links: Readonly<Record<string, readonly string[]>>;
}

/** A change as reported by the database. */
export interface Change {
  kind: NodeKind;
  /** Absent for any number of nodes of the kind. */
  id?: string;
  /** For a change of the node itself. `old` is absent if it was added, `new` if it was removed. */
  old?: NodeState;
  new?: NodeState;
  /** The table, for a change of a link or of an owned row. */
  table?: string;
  /** For a link: the node at its far end, and the date key of the link. */
  far?: string;
  key?: string;
}

/** Whether a change can invalidate an answer. */
export function invalidates(change: Change, dependencies: AnswerDependencies): boolean {
  const { kind, id, table } = change;
  if (dependencies.everything) return true;
  if (id === undefined) return dependsOnKind(dependencies, kind);
  if (dependencies.ids.has(id) || affectsEdges(change, dependencies)) return true;
  if (table !== undefined) return dependencies.lists.some((list) => affectsByLink(change, list));
  const isKnown = change.old !== undefined || change.new !== undefined;
  if (isKnown ? slugsOf(change).some((slug) => dependencies.slugs.has(slug)) : dependencies.slugs.size > 0) return true;
  return dependencies.lists.some((list) => affectsList(change, list));
}

/** The old and new slugs of a node. */
function slugsOf({ old: before, new: after }: Change): string[] {
  return [before, after].flatMap((state) => (typeof state?.values['slug'] === 'string' ? [state.values['slug']] : []));
}

/** For any number of nodes. Slugs and ends of edges are not distinguished by kind. */
const dependsOnKind = (dependencies: AnswerDependencies, kind: NodeKind) =>
  [...dependencies.ids].some((id) => (kindOfId(id) ?? kind) === kind) ||
  dependencies.slugs.size > 0 ||
  dependencies.hasEdges ||
  dependencies.lists.some((list) => kindsOf(list).has(kind));

/** A link is an edge of both of its ends. For an edge in the row of a node, the change does not include the far end. */
function affectsEdges({ kind, id, table, far }: Change, { walked, tables, hasEdges }: AnswerDependencies): boolean {
  if (!hasEdges) return false;
  const own = table ?? filterOf(kind).table;
  if (tables.has(own)) return true;
  return walked.size > 0 && tablesOfEdges().has(own) && (far === undefined || walked.has(id!) || walked.has(far));
}

let edgeTables: ReadonlySet<string> | undefined;

/** All tables that store edges. */
export const tablesOfEdges = () =>
  (edgeTables ??= new Set(
    declaredKinds().flatMap((kind) =>
      [...filterOf(kind).fields.values()].flatMap((field) => ('direction' in field ? field.direction.table : [])),
    ),
  ));

/** A link affects lists of its far end, and lists whose conditions use its table. */
function affectsByLink({ table, far, key, id }: Change, list: ListDependency): boolean {
  const { parent, where } = list;
  if (parent && parent.direction.table === table) {
    if (far === undefined || parent.id === id) return true;
    if (parent.id === far && isSeen(list, key === undefined || id === undefined ? undefined : [key, id])) return true;
  }
  return where !== undefined && tablesOf(list.kind, where).has(table!);
}

function affectsList({ kind, id, old: before, new: after }: Change, list: ListDependency): boolean {
  if (list.kind !== kind) return kindsOf(list).has(kind);
  // Without states, only the fact of the change is known.
  if (!before && !after) return true;
  const [was, is] = [before && belongs(before, id!, list), after && belongs(after, id!, list)];
  if (list.part !== 'page') {
    const isKnown = (was !== undefined || !before) && (is !== undefined || !after);
    if (!isKnown || !!was !== !!is) return true;
    return list.part === 'values' && !!was && list.fields!.some((field) => isAnother(kind, field, before!, after!));
  }
  return (
    (before !== undefined && was !== false && isSeen(list, placeOf(kind, before, id!))) ||
    (after !== undefined && is !== false && isSeen(list, placeOf(kind, after, id!)))
  );
}

/** Whether the values of a node in a field differ. */
function isAnother(kind: NodeKind, field: string, before: NodeState, after: NodeState): boolean {
  const declared = filterOf(kind).fields.get(field);
  if (!declared || 'takes' in declared) return true;
  const read = ({ values, links }: NodeState) =>
    'is' in declared ? values[declared.column] : links[declared.direction.table];
  const [was, is] = [read(before), read(after)];
  return was === undefined || is === undefined || JSON.stringify(was) !== JSON.stringify(is);
}

function placeOf(kind: NodeKind, { values }: NodeState, id: string): Place | undefined {
  const key = values[filterOf(kind).dateKey ?? ''];
  return typeof key === 'string' ? [key, id] : undefined;
}

/** Whether a place is within the part of the list that the answer contains. */
function isSeen({ window }: ListDependency, place: Place | undefined): boolean {
  if (!window || !place) return true;
  const { low, high } = window;
  return (!low || compare(place, low) >= 0) && (!high || compare(place, high) <= 0);
}

function compare([key, id]: Place, [otherKey, otherId]: Place): number {
  if (key !== otherKey) return key < otherKey ? -1 : 1;
  return id < otherId ? -1 : id > otherId ? 1 : 0;
}

/** Whether a node belongs to a list; undefined if unknown. */
function belongs(state: NodeState, id: string, { kind, where, parent }: ListDependency): boolean | undefined {
  const under = parent ? state.links[parent.direction.table]?.includes(parent.id) : true;
  if (under === false) return false;
  const fits = where === undefined ? true : fulfils(kind, id, where, state);
  return fits === false ? false : under === undefined || fits === undefined ? undefined : true;
}

type Truth = boolean | undefined;

const allOf = (truths: readonly Truth[]): Truth =>
  truths.includes(false) ? false : truths.includes(undefined) ? undefined : true;
const anyOf = (truths: readonly Truth[]): Truth =>
  truths.includes(true) ? true : truths.includes(undefined) ? undefined : false;
const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

const given = (input: object) => Object.entries(input).filter(([, value]) => value != null) as [string, unknown][];

/** Whether a node matches a filter, as far as its state shows. */
function fulfils(kind: NodeKind, id: string, where: object, state: NodeState): Truth {
  return allOf(
    given(where).map(([field, value]): Truth => {
      if (field === 'and') return allOf((value as object[]).map((part) => fulfils(kind, id, part, state)));
      if (field === 'or') return anyOf((value as object[]).map((part) => fulfils(kind, id, part, state)));
      if (field === 'not') return not(fulfils(kind, id, value as object, state));
      const declared = filterOf(kind).fields.get(field);
      if (!declared || 'takes' in declared) return undefined;
      return 'is' in declared
        ? scalarFits(declared, id, value as object, state)
        : relationFits(declared, value as object, state);
    }),
  );
}

/** Decides only exact comparisons: the database folds texts, and dates have their own rules. */
function scalarFits({ is, column }: ScalarFilter, id: string, operators: object, { values }: NodeState): Truth {
  const own = column === 'id' ? id : values[column];
  return allOf(
    given(operators).map(([operator, operand]): Truth => {
      if (own === undefined) return undefined;
      if (operator === 'isNull') return (own === null) === operand;
      if (is === 'date') return dateFits(operator, operand, own);
      if (is === 'text' || is === 'integer' || own === null) return undefined;
      if (operator === 'eq') return own === operand;
      if (operator === 'ne') return own !== operand;
      if (operator === 'in') return (operand as unknown[]).includes(own);
      return operator === 'notIn' ? !(operand as unknown[]).includes(own) : undefined;
    }),
  );
}

/** Decides only dates in different years, for which precision does not matter. */
function dateFits(operator: string, operand: unknown, own: string | number | null): Truth {
  if (typeof own !== 'string' || typeof operand !== 'string') return undefined;
  const [year, bound] = [own.slice(0, 4), operand.slice(0, 4)];
  if (year === bound) return undefined;
  if (operator === 'gte' || operator === 'gt') return year > bound;
  return operator === 'lte' || operator === 'lt' ? year < bound : undefined;
}

/** Decides only conditions on the ids of related nodes. */
function relationFits({ direction }: RelationFilter, quantified: object, { links }: NodeState): Truth {
  const relatedNodes = links[direction.table];
  if (!relatedNodes) return undefined;
  return allOf(
    given(quantified).map(([quantifier, where]): Truth => {
      if (relatedNodes.length === 0) return quantifier !== 'some';
      const ids = idsIn(where as object);
      if (!ids || quantifier === 'every') return undefined;
      const some = relatedNodes.some((relatedNode) => ids.includes(relatedNode));
      return quantifier === 'some' ? some : !some;
    }),
  );
}

/** The ids of a filter, if it has no other conditions. */
function idsIn(where: object): readonly string[] | undefined {
  const conditions = given(where);
  const [field, operators] = conditions[0] ?? [];
  if (conditions.length !== 1 || field !== 'id') return undefined;
  const [[operator, operand] = [undefined, undefined], another] = given(operators as object);
  if (another) return undefined;
  return operator === 'eq' ? [operand as string] : operator === 'in' ? (operand as string[]) : undefined;
}

const kindsFound = new WeakMap<ListDependency, ReadonlySet<NodeKind>>();

/** The kinds that a list depends on: its own, and those of its conditions. */
export function kindsOf(list: ListDependency): ReadonlySet<NodeKind> {
  let kinds = kindsFound.get(list);
  if (!kinds) {
    const found = new Set([list.kind]);
    eachRelation(list.kind, list.where ?? {}, ({ direction }) => found.add(direction.far.kind));
    kindsFound.set(list, (kinds = found));
  }
  return kinds;
}

/** The link tables that the conditions of a list use. */
function tablesOf(kind: NodeKind, where: object): ReadonlySet<string> {
  const tables = new Set<string>();
  eachRelation(kind, where, ({ direction }) => tables.add(direction.table));
  return tables;
}

function eachRelation(kind: NodeKind, where: object, found: (relation: RelationFilter) => void): void {
  for (const [field, value] of given(where)) {
    if (field === 'not') eachRelation(kind, value as object, found);
    else if (field === 'and' || field === 'or') {
      for (const part of value as object[]) eachRelation(kind, part, found);
    } else {
      const declared: FilterField | undefined = filterOf(kind).fields.get(field);
      if (!declared || !('direction' in declared)) continue;
      found(declared);
      const { near, far } = declared.direction;
      const nested = near.many ? given(value as object).map(([, of]) => of as object) : [value as object];
      for (const part of nested) eachRelation(far.kind, part, found);
    }
  }
}
