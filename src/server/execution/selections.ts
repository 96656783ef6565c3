/** Compiles selections into functions that write the text of a value. */
import {
  getArgumentValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { GraphContext } from '../../graph/context.js';
import { shareArguments } from '../../graph/schema/direct-resolvers.js';
import { fieldsOn, type CollectedField, type Fields } from '../../graph/operation/collect.js';
import type { CompiledOperation } from '../../graph/operation/compiled.js';
import { usesVariables, variablesIn } from '../../graph/operation/variables.js';
import type { FieldFacts, Run } from './run.js';
import { abandon, isPromise, joined, leafWriter, Unplanned, type Text } from './text.js';
import type { SerializedNodeCache } from './serialized-nodes.js';

interface SelectionPlace {
  schema: GraphQLSchema;
  /** The variables that decide which fields are selected have the values of this variant. */
  variables: Record<string, unknown>;
  written: SerializedNodeCache;
  /** Called with the number of compiled fields, counted per object type. */
  compiled: (fields: number) => void;
}

/** Writes a resolved value. */
type Write = (value: unknown, run: Run) => Text;

const introspection: readonly GraphQLField<unknown, unknown>[] = [SchemaMetaFieldDef, TypeMetaFieldDef];

export class SelectionWriters {
  constructor(private readonly place: SelectionPlace) {}

  ofOperation({ node: { operation }, selection }: CompiledOperation): Write {
    const { schema, variables } = this.place;
    const type = operation === 'query' ? schema.getQueryType() : undefined;
    if (!type || !selection) throw new Unplanned(operation);
    return this.objectOf(type, fieldsOn(schema, [selection], type, variables), '');
  }

  /** @param path the response names that lead to the value, joined by dots */
  private value(type: GraphQLOutputType, field: CollectedField, path: string): Write {
    if (!isNonNullType(type)) {
      const write = this.present(type, field, path);
      return (value, run) => {
        if (value == null) return 'null';
        if (value instanceof Error) throw value;
        return write(value, run);
      };
    }
    const write = this.present(type.ofType as GraphQLOutputType, field, path);
    return (value, run) => {
      if (value == null) throw new Unplanned(`null in ${String(type)}`);
      if (value instanceof Error) throw value;
      return write(value, run);
    };
  }

  private present(type: GraphQLOutputType, field: CollectedField, path: string): Write {
    if (isListType(type)) return listWriter(this.value(type.ofType as GraphQLOutputType, field, path), path);
    if (isLeafType(type)) return counted(leafWriter(type), path);
    if (isObjectType(type)) return this.object(type, field, path);
    if (isAbstractType(type)) return this.abstract(type, field, path);
    throw new Unplanned(String(type));
  }

  /** The type is known only at run time; its selection is compiled for the first value of the type. */
  private abstract(type: GraphQLAbstractType, field: CollectedField, path: string): Write {
    const { schema } = this.place;
    const { resolveType } = type;
    if (!resolveType) throw new Unplanned(`${type.name} without a type resolver`);
    const writers = new Map<unknown, Write>();
    const facts = { fieldName: field.name, fieldNodes: field.nodes } as Partial<FieldFacts> as FieldFacts;
    return (value, run) => {
      const name: unknown = resolveType(value, run.context, run.infoOf(facts), type);
      let write = writers.get(name);
      if (!write) {
        const runtimeType = typeof name === 'string' ? schema.getType(name) : undefined;
        if (!isObjectType(runtimeType) || !schema.isSubType(type, runtimeType)) {
          throw new Unplanned(`a value of ${type.name} without a type`);
        }
        writers.set(name, (write = this.object(runtimeType, field, path)));
      }
      return write(value, run);
    };
  }

  private object(type: GraphQLObjectType, field: CollectedField, path: string): Write {
    if (type.isTypeOf) throw new Unplanned(`${type.name} with a check of its own`);
    const { schema, variables, written } = this.place;
    // Compiled for the first value: a selection may name types that no value ever has.
    let write: Write | undefined;
    const compile = () => {
      const plain = this.objectOf(type, fieldsOn(schema, field.selections, type, variables), path);
      if (!written.typeNames.has(type.name)) return plain;
      const once = oncePerRun(plain, path);
      return usesVariables(field) ? once : cachedTexts(once, written, path);
    };
    return (value, run) => (write ??= compile())(value, run);
  }

  private objectOf(type: GraphQLObjectType, fields: Fields, path: string): Write {
    const prefixes: string[] = [];
    const writers: Write[] = [];
    for (const [name, field] of fields) {
      prefixes.push(`${writers.length === 0 ? '{' : ','}${JSON.stringify(name)}:`);
      writers.push(this.field(type, field, path === '' ? name : `${path}.${name}`));
    }
    const count = writers.length;
    this.place.compiled(count);
    if (count === 0) return () => '{}';
    const frame = prefixes.reduce((sum, prefix) => sum + prefix.length, 1);
    return (source, run) => {
      run.size.add(frame, path);
      let text = '';
      let parts: Text[] | undefined;
      try {
        for (let i = 0; i < count; i += 1) {
          const part = writers[i]!(source, run);
          text += prefixes[i]!;
          if (typeof part === 'string') text += part;
          else {
            (parts ??= []).push(text, part);
            text = '';
          }
        }
      } catch (fault) {
        abandon(parts);
        throw fault;
      }
      text += '}';
      if (!parts) return text;
      parts.push(text);
      return joined(parts);
    };
  }

  private field(parentType: GraphQLObjectType, field: CollectedField, path: string): Write {
    const { name: fieldName, nodes: fieldNodes } = field;
    if (fieldName === TypeNameMetaFieldDef.name) {
      const text = JSON.stringify(parentType.name);
      return () => text;
    }
    const definition = parentType.getFields()[fieldName] as GraphQLField<unknown, GraphContext> | undefined;
    if (!definition || introspection.some(({ name }) => name === fieldName)) throw new Unplanned(fieldName);
    const write = this.value(definition.type, field, path);
    const facts: FieldFacts = { fieldName, fieldNodes, parentType, returnType: definition.type };
    const read = reader(
      definition,
      facts,
      this.argumentsOf(definition as GraphQLField<unknown, unknown>, fieldNodes[0]!, facts),
    );
    return (source, run) => {
      const value = read(source, run);
      return isPromise(value) ? value.then((resolved) => write(resolved, run)) : write(value, run);
    };
  }

  private argumentsOf(definition: GraphQLField<unknown, unknown>, node: FieldNode, facts: FieldFacts) {
    if (variablesIn(node.arguments).length === 0) {
      const values = shareArguments(getArgumentValues(definition, node, {}));
      return () => values;
    }
    const make = (variables: Record<string, unknown>) => shareArguments(getArgumentValues(definition, node, variables));
    return (run: Run) => run.argumentsOf(facts, make);
  }
}

/** How the value of a field is read: by its resolver, or as the property of its name. */
function reader(
  { resolve }: GraphQLField<unknown, GraphContext>,
  facts: FieldFacts,
  argumentsIn: (run: Run) => Record<string, unknown>,
): (source: unknown, run: Run) => unknown {
  if (resolve) return (source, run) => resolve(source, argumentsIn(run), run.context, run.infoOf(facts));
  const { fieldName } = facts;
  return (source, run) => {
    const property = (source as Record<string, unknown>)[fieldName];
    return typeof property === 'function'
      ? (source as Record<string, (...args: unknown[]) => unknown>)[fieldName]!(
          argumentsIn(run),
          run.context,
          run.infoOf(facts),
        )
      : property;
  };
}

function counted(write: (value: unknown) => string, path: string): Write {
  return (value, run) => {
    const text = write(value);
    run.size.addText(text, path);
    return text;
  };
}

function listWriter(write: Write, path: string): Write {
  return (value, run) => {
    if (!Array.isArray(value)) throw new Unplanned('a list that is no array');
    run.size.add(value.length + 1, path);
    let text = '[';
    let parts: Text[] | undefined;
    try {
      for (let i = 0; i < value.length; i += 1) {
        const item: unknown = value[i];
        const part = isPromise(item) ? item.then((resolved) => write(resolved, run)) : write(item, run);
        if (i > 0) text += ',';
        if (typeof part === 'string') text += part;
        else {
          (parts ??= []).push(text, part);
          text = '';
        }
      }
    } catch (fault) {
      abandon(parts);
      for (const item of value) if (isPromise(item)) item.catch(() => undefined);
      throw fault;
    }
    text += ']';
    if (!parts) return text;
    parts.push(text);
    return joined(parts);
  };
}

/** Writes each row of the catalogue once per run: it may occur in an answer many times. */
function oncePerRun(write: Write, path: string): Write {
  const selection = {};
  return (row, run) => {
    const texts = run.textsOf(selection);
    const known = texts.get(row);
    if (known === undefined) {
      const text = write(row, run);
      texts.set(row, text);
      return text;
    }
    if (typeof known === 'string') {
      run.size.addText(known, path);
      return known;
    }
    return known.then((text) => {
      run.size.addText(text, path);
      return text;
    });
  };
}

/** Caches the texts of catalogue rows if writing them read nothing else. */
function cachedTexts(write: Write, written: SerializedNodeCache, path: string): Write {
  const texts = written.forSelection();
  return (row, run) => {
    const { catalogue, dependencies } = run.context;
    const known = texts.of(row as object, catalogue);
    if (known !== undefined) {
      run.size.addText(known, path);
      return known;
    }
    const before = dependencies.count;
    const text = write(row, run);
    if (typeof text === 'string' && dependencies.count === before) texts.keep(row as object, text);
    return text;
  };
}
