/**
 * Restores what the round trip through SDL loses. Enum defaults come back as names instead of values, and extensions are
 * lost: both are copied from the source schema.
 */
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

export function bringOver(source: GraphQLSchema, target: GraphQLSchema): void {
  for (const from of Object.values(source.getTypeMap())) {
    const to = target.getType(from.name);
    if (!to || from.name.startsWith('__')) continue;
    to.extensions = { ...to.extensions, ...from.extensions };
    bringOverType(from, to);
  }
}

function bringOverType(from: GraphQLNamedType, to: GraphQLNamedType): void {
  if (isEnumType(from) && isEnumType(to)) {
    for (const value of from.getValues()) extend(to.getValue(value.name), value);
  } else if (isInputObjectType(from) && isInputObjectType(to)) {
    bringOverInputs(Object.values(from.getFields()), Object.values(to.getFields()));
  } else if ((isObjectType(from) || isInterfaceType(from)) && (isObjectType(to) || isInterfaceType(to))) {
    const twins = to.getFields();
    for (const field of Object.values(from.getFields())) {
      extend(twins[field.name], field);
      bringOverInputs(field.args, twins[field.name]?.args ?? []);
    }
  }
}

type Input = GraphQLArgument | GraphQLInputField;

/** An input without a twin belongs to a field that the subgraph omits. */
function bringOverInputs(from: readonly Input[], to: readonly Input[]): void {
  const twins = new Map(to.map((input) => [input.name, input]));
  for (const input of from) {
    const twin = twins.get(input.name);
    if (!twin) continue;
    twin.defaultValue = input.defaultValue;
    extend(twin, input);
  }
}

function extend(to: { extensions: object } | null | undefined, from: { extensions: object }): void {
  if (to) to.extensions = { ...to.extensions, ...from.extensions };
}
