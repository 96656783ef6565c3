/**
 * Measures an operation before its variables are known: its depth, its number of aliases, directives and root fields, and
 * how often a path repeats a field. Each spread of a fragment counts. A selection is measured once, however many fragments
 * lead there, so that the time is linear in the length of the document, not in its expansion.
 */
import {
  isField,
  type CompiledOperation,
  type SelectedField,
  type SelectedFragment,
  type Selection,
} from '../../graph/operation/compiled.js';

export interface Measures {
  depth: number;
  aliases: number;
  directives: number;
  rootFields: number;
  /** The field that a single path repeats most, and how often. */
  recursion: { field: string; times: number };
}

/** The measures below one selection set. */
interface Part {
  depth: number;
  aliases: number;
  directives: number;
  fields: number;
  /** By field and type, the maximum number of times that a single path contains it. */
  visits: ReadonlyMap<string, number>;
}

/** Measures an operation that the schema can execute. */
export function measure({ node, selection }: CompiledOperation): Measures {
  const { depth, aliases, directives, fields, visits } = new Measuring().selection(selection!);
  const onVariables = (node.variableDefinitions ?? []).flatMap((definition) => definition.directives ?? []);
  let recursion = { field: '', times: 0 };
  for (const [field, times] of visits) if (times > recursion.times) recursion = { field, times };
  return {
    depth,
    aliases,
    directives: directives + (node.directives?.length ?? 0) + onVariables.length,
    rootFields: fields,
    recursion,
  };
}

class Measuring {
  private readonly known = new Map<Selection, Part>();

  selection(selection: Selection): Part {
    let part = this.known.get(selection);
    if (!part) {
      part = together(selection.parts.map((one) => (isField(one) ? this.field(one) : this.fragment(one))));
      this.known.set(selection, part);
    }
    return part;
  }

  private fragment({ selection, directives }: SelectedFragment): Part {
    const part = this.selection(selection);
    return directives === 0 ? part : { ...part, directives: part.directives + directives };
  }

  private field({ node, name, selection }: SelectedField): Part {
    const below = selection ? this.selection(selection) : nothing;
    const aliases = below.aliases + (node.alias ? 1 : 0);
    const directives = below.directives + (node.directives?.length ?? 0);
    // graphql-js itself limits the depth of introspection.
    if (!selection || name.startsWith('__'))
      return { depth: 1, aliases, directives, fields: 1, visits: nothing.visits };
    const visits = new Map(below.visits);
    const field = `${name}: ${selection.type.name}`;
    visits.set(field, (visits.get(field) ?? 0) + 1);
    return { depth: 1 + below.depth, aliases, directives, fields: 1, visits };
  }
}

const nothing: Part = { depth: 0, aliases: 0, directives: 0, fields: 0, visits: new Map() };

function together(parts: readonly Part[]): Part {
  const visits = new Map<string, number>();
  const sum = { ...nothing, visits };
  for (const part of parts) {
    sum.depth = Math.max(sum.depth, part.depth);
    sum.aliases += part.aliases;
    sum.directives += part.directives;
    sum.fields += part.fields;
    for (const [field, times] of part.visits) visits.set(field, Math.max(visits.get(field) ?? 0, times));
  }
  return sum;
}
