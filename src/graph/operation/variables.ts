/** The variables that a document names in arguments and directives. */
import { Kind, type ArgumentNode, type DirectiveNode, type FieldNode, type ValueNode } from 'graphql';
import { withAllBelow, type Selection } from './compiled.js';

const inValue = (value: ValueNode): readonly string[] => {
  switch (value.kind) {
    case Kind.VARIABLE:
      return [value.name.value];
    case Kind.LIST:
      return value.values.flatMap(inValue);
    case Kind.OBJECT:
      return value.fields.flatMap((field) => inValue(field.value));
    default:
      return [];
  }
};

const inArguments = (given: readonly ArgumentNode[] = []) => given.flatMap(({ value }) => inValue(value));

const inDirectives = (directives: readonly DirectiveNode[] = []) =>
  directives.flatMap((directive) => inArguments(directive.arguments));

/** The variables on which it depends what is selected, in any depth. */
export function decidingVariables(selection: Selection): string[] {
  const names = new Set<string>();
  for (const { parts } of withAllBelow([selection])) {
    for (const { node } of parts) for (const name of inDirectives(node.directives)) names.add(name);
  }
  return [...names].sort();
}

export const hasVariables = (given: readonly ArgumentNode[] | undefined): boolean => inArguments(given).length > 0;

/** Whether a field, or what it selects in any depth, holds a variable. */
export function usesVariables(nodes: readonly FieldNode[], selections: readonly Selection[]): boolean {
  const uses = (node: Pick<FieldNode, 'arguments' | 'directives'>) =>
    hasVariables(node.arguments) || inDirectives(node.directives).length > 0;
  if (nodes.some(uses)) return true;
  for (const { parts } of withAllBelow(selections)) if (parts.some(({ node }) => uses(node))) return true;
  return false;
}
