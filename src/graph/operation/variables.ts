/** The variables on which selections depend. */
import { visit, type ASTNode } from 'graphql';
import type { CollectedField } from './collect.js';
import { withAllBelow, type Selection } from './compiled.js';

/** The variables that parts of a document use. */
export function variablesIn(nodes: readonly ASTNode[] = []): string[] {
  const names: string[] = [];
  for (const node of nodes) visit(node, { Variable: ({ name }) => void names.push(name.value) });
  return names;
}

/** The variables that determine which fields are selected. */
export function decidingVariables(selection: Selection): string[] {
  const directives = [...withAllBelow([selection])].flatMap(({ parts }) =>
    parts.flatMap(({ node }) => node.directives ?? []),
  );
  return [...new Set(variablesIn(directives))].sort();
}

/** Whether a field, or anything below it, uses a variable. */
export function usesVariables({ nodes, selections }: CollectedField): boolean {
  const below = [...withAllBelow(selections)].flatMap(({ parts }) => parts);
  return [...nodes, ...below.map(({ node }) => node)].some((node) =>
    [node.directives, 'arguments' in node ? node.arguments : []].some((parts) => variablesIn(parts).length > 0),
  );
}
