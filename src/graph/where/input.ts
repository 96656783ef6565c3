/** The GraphQL inputs of filters: `<Type>Where`, the operators of each kind of value, and `some`/`none`/`every`. */
import { Field, ID, InputType, Int, type ClassType } from 'type-graphql';
import { DateScalar } from '../scalars.js';
import { nounOf, type NodeKind } from '../nouns/declare.js';
import { declaredKinds, filterOf, type FilterField, type ScalarFilter, type ScalarKind } from './declare.js';

type TypeThunk = Parameters<typeof Field>[0];

/** Creates an input type. Its fields, all nullable, are added later, because types refer to each other. */
function makeInput(name: string, description: string): ClassType {
  const input = class {};
  InputType(name, { description })(input);
  return input;
}

const addField = (input: ClassType, name: string, type: TypeThunk, description: string) =>
  Field(type as () => never, { nullable: true, description })(input.prototype as object, name);

const comparisons: Record<string, string> = {
  eq: 'Equal to this value.',
  ne: 'Not equal to this value; nodes without a value are included.',
  in: 'One of these values. An empty list matches nothing.',
  notIn: 'None of these values; nodes without a value are included.',
  lt: 'Less than, or before, this value.',
  lte: 'At most, or not after, this value.',
  gt: 'Greater than, or after, this value.',
  gte: 'At least, or not before, this value.',
  contains: 'Contains this text.',
  startsWith: 'Starts with this text.',
  endsWith: 'Ends with this text.',
  isNull: 'True: has no value. False: has a value.',
};

const operators: Record<ScalarKind, readonly string[]> = {
  id: ['eq', 'ne', 'in', 'notIn'],
  key: ['eq', 'ne', 'in', 'notIn'],
  text: ['eq', 'ne', 'in', 'notIn', 'contains', 'startsWith', 'endsWith', 'isNull'],
  date: ['eq', 'ne', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'isNull'],
  integer: ['eq', 'ne', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'isNull'],
  enum: ['eq', 'ne', 'in', 'notIn', 'isNull'],
};

const operatorInputs: Record<Exclude<ScalarKind, 'enum'>, [name: string, type: unknown, description: string]> = {
  id: ['IdFilter', ID, 'Conditions on the id of a node.'],
  key: ['KeyFilter', String, 'Conditions on an identifier. The comparison is exact.'],
  text: ['TextFilter', String, 'Conditions on a text. The comparison ignores case and accents.'],
  date: [
    'DateFilter',
    DateScalar,
    'Conditions on a date. `lt`, `lte`, `gt` and `gte` treat a date known only by its year or month as its ' +
      'first day; `eq` and `in` compare it as written.',
  ],
  integer: ['IntegerFilter', Int, 'Conditions on an integer.'],
};

const made = new Map<string, ClassType>();

function operatorInput(field: ScalarFilter): ClassType {
  const [name, type, description] =
    field.is === 'enum'
      ? ([`${field.enumName}Filter`, field.enumType, `Conditions on a value of \`${field.enumName}\`.`] as const)
      : operatorInputs[field.is];
  let input = made.get(name);
  if (!input) {
    made.set(name, (input = makeInput(name, description)));
    for (const operator of operators[field.is]) {
      const isList = operator === 'in' || operator === 'notIn';
      const operand = operator === 'isNull' ? Boolean : type;
      addField(input, operator, () => (isList ? [operand] : operand) as never, comparisons[operator]!);
    }
  }
  return input;
}

function relationInput(kind: NodeKind): ClassType {
  const name = `${kind}ListWhere`;
  let input = made.get(name);
  if (!input) {
    const { plural } = nounOf(kind);
    made.set(name, (input = makeInput(name, `Conditions on a list of ${plural}.`)));
    const where = () => whereInput(kind) as never;
    addField(input, 'some', where, 'At least one node of the list matches.');
    addField(input, 'none', where, 'No node of the list matches.');
    addField(input, 'every', where, 'All nodes of the list match; also true for an empty list.');
  }
  return input;
}

function fieldInput(field: FilterField): unknown {
  if ('takes' in field) return field.takes();
  if ('is' in field) return operatorInput(field);
  const { near, far } = field.direction;
  return near.many ? relationInput(far.kind) : whereInput(far.kind);
}

/** Creates all filter inputs. Call it after all slices are loaded and before TypeGraphQL builds the schema. */
export function makeFilterInputs(): void {
  for (const kind of declaredKinds()) whereInput(kind);
}

/** The input `<Kind>Where`. */
export function whereInput(kind: NodeKind): ClassType {
  const filter = filterOf(kind);
  if (filter.input) return filter.input;
  const input = makeInput(`${kind}Where`, `Filter on ${nounOf(kind).plural}. All conditions of one object must hold.`);
  filter.input = input;
  const self = () => [input] as never;
  addField(input, 'and', self, 'All of these must hold.');
  addField(input, 'or', self, 'At least one of these must hold. An empty list matches nothing.');
  addField(input, 'not', () => input as never, 'This must not hold.');
  for (const [name, field] of filter.fields) {
    const type = fieldInput(field);
    addField(input, name, () => type as never, field.description);
  }
  return input;
}
