/** What filters mean, said a second time and as plainly as possible: node by node, in memory, without SQL. */
import { filterOf, type ScalarKind } from './declare.js';
import type { GeneratedNode } from './generated-graph.fixture.js';

type Filter = Readonly<Record<string, unknown>>;

/** Letters that are folded to others than their base letter. */
const ligatures: Record<string, string> = { ł: 'l', Ł: 'L', ß: 'ss', æ: 'ae', Æ: 'AE', ø: 'o', Ø: 'O' };

/** A text without case and accents. */
export const folded = (value: string) =>
  value
    .replace(/[łŁßæÆøØ]/g, (letter) => ligatures[letter]!)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase();

/** How a field is compared is declared; what that means is said here. */
const isA = (is: ScalarKind, { kind }: GeneratedNode, field: string) => {
  const filter = filterOf(kind).fields.get(field);
  return filter !== undefined && 'is' in filter && filter.is === is;
};
/** Relations to at most one node: a filter on them, an empty one too, asks that there is one. */
const isSingle = /^(hostCountry|partOf|country|series)$/;

const firstDay = (date: string) => date + '-01-01'.slice(date.length - 4);
const lastDay = (date: string) => {
  if (date.length === 10) return date;
  const [year, month = 12] = date.split('-').map(Number) as [number, number?];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
};

/** Whether a node fulfils a filter. */
export function fulfils(node: GeneratedNode, filter: Filter): boolean {
  return Object.entries(filter).every(([field, condition]) => {
    if (condition === null || condition === undefined) return true;
    if (field === 'and') return (condition as Filter[]).every((each) => fulfils(node, each));
    if (field === 'or') return (condition as Filter[]).some((each) => fulfils(node, each));
    if (field === 'not') return !fulfils(node, condition as Filter);
    const relatedNodes = node.relatedNodes[field];
    if (!relatedNodes) return valueFulfils(node, field, condition as Filter);
    if (isSingle.test(field)) return relatedNodes.some((each) => fulfils(each, condition as Filter));
    return quantify(condition as Record<string, Filter | undefined>, relatedNodes);
  });
}

function valueOf(node: GeneratedNode, field: string): string | number | null {
  if (field === 'id') return node.id;
  const value = node.values[field];
  if (value === undefined) throw new Error(`The generated graph has no ${node.kind}.${field}.`);
  return value;
}

function quantify({ some, none, every }: Record<string, Filter | undefined>, relatedNodes: readonly GeneratedNode[]) {
  return (
    (!some || relatedNodes.some((each) => fulfils(each, some))) &&
    (!none || !relatedNodes.some((each) => fulfils(each, none))) &&
    (!every || relatedNodes.every((each) => fulfils(each, every)))
  );
}

function valueFulfils(node: GeneratedNode, field: string, operators: Filter): boolean {
  const value = valueOf(node, field);
  const plain = (each: unknown) => (isA('text', node, field) ? folded(each as string) : each);
  const own = value === null ? null : plain(value);
  return Object.entries(operators).every(([operator, operand]) => {
    if (operand === null || operand === undefined) return true;
    if (operator === 'isNull') return (own === null) === operand;
    if (operator === 'ne') return own !== plain(operand);
    if (operator === 'notIn') return !(operand as unknown[]).map(plain).includes(own);
    if (own === null) return false;
    if (operator === 'eq') return own === plain(operand);
    if (operator === 'in') return (operand as unknown[]).map(plain).includes(own);
    if (operator === 'contains') return (own as string).includes(plain(operand) as string);
    if (operator === 'startsWith') return (own as string).startsWith(plain(operand) as string);
    if (operator === 'endsWith') return (own as string).endsWith(plain(operand) as string);
    return isA('date', node, field)
      ? dateFulfils(operator, firstDay(own as string), operand as string)
      : compares(operator, own as number, operand as number);
  });
}

function dateFulfils(operator: string, first: string, bound: string): boolean {
  return compares(operator, first, operator === 'gte' || operator === 'lt' ? firstDay(bound) : lastDay(bound));
}

function compares<T extends string | number>(operator: string, own: T, bound: T): boolean {
  if (operator === 'lt') return own < bound;
  if (operator === 'lte') return own <= bound;
  return operator === 'gt' ? own > bound : own >= bound;
}
