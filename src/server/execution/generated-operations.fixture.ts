/** Queries of every form that the schema allows: aliases, merged fields, fragments, directives, variables, wrong arguments. */
import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { randomNumbers } from '../../graph/where/generated-graph.fixture.js';

export interface GeneratedOperation {
  query: string;
  variables: Record<string, unknown>;
}

/** Values that arguments of these names get, most of which find something. */
export type Pool = Readonly<Record<string, readonly unknown[]>>;

const deepest = 5;
/** What changes with the clock, or would only repeat the SDL. */
const leftOut = new Set(['_service', 'path']);

export function generateOperation(schema: GraphQLSchema, pool: Pool, seed: number): GeneratedOperation {
  return new Generator(schema, pool, randomNumbers(seed)).operation();
}

class Generator {
  private readonly variables: Record<string, unknown> = {};
  private readonly declared: string[] = [];
  private readonly fragments: string[] = [];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly pool: Pool,
    private readonly random: () => number,
  ) {}

  operation(): GeneratedOperation {
    const selection = this.selection(this.schema.getQueryType()!, 0);
    const head = this.declared.length > 0 ? `query (${this.declared.join(', ')})` : 'query';
    return { query: [`${head} ${selection}`, ...this.fragments].join('\n'), variables: this.variables };
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  private pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  private chance(share: number): boolean {
    return this.random() < share;
  }

  private variable(type: string, value: unknown): string {
    const name = `v${this.declared.length}`;
    this.declared.push(`$${name}: ${type}`);
    this.variables[name] = value;
    return `$${name}`;
  }

  private selection(type: GraphQLCompositeType, depth: number): string {
    const parts = Array.from({ length: 1 + this.below(depth === 0 ? 2 : 4) }, () => this.part(type, depth));
    return `{ ${this.chance(0.2) ? '__typename ' : ''}${parts.filter((part) => part !== '').join(' ') || '__typename'} }`;
  }

  private part(type: GraphQLCompositeType, depth: number): string {
    if (isAbstractType(type) && (!('getFields' in type) || this.chance(0.4))) {
      return this.fragment(this.pick([...this.schema.getPossibleTypes(type)]), depth);
    }
    if (depth > 0 && this.chance(0.1)) return this.fragment(type, depth);
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    const fitting = fields.filter(
      ({ name, type: of }) => !leftOut.has(name) && (depth < deepest || isLeafType(getNamedType(of))),
    );
    return fitting.length === 0 ? '' : this.field(this.pick(fitting), depth);
  }

  private fragment(type: GraphQLCompositeType, depth: number): string {
    const selection = this.selection(type, depth);
    if (this.chance(0.7)) return `... on ${type.name} ${this.directive()} ${selection}`;
    const name = `F${this.fragments.length}`;
    this.fragments.push('');
    this.fragments[Number(name.slice(1))] = `fragment ${name} on ${type.name} ${selection}`;
    return `...${name}`;
  }

  private directive(): string {
    if (!this.chance(0.15)) return '';
    const value = this.chance(0.7);
    const condition = this.chance(0.6) ? this.variable('Boolean!', value) : String(value);
    return this.pick([`@include(if: ${condition})`, `@skip(if: ${condition})`]);
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const { name, type, args } = field;
    const named = getNamedType(type);
    const isLookup = args.length > 1 && args.some(({ name: key }) => key === 'slug');
    const given = isLookup
      ? [`slug: ${JSON.stringify(this.pick(this.pool['slug']!))}`]
      : args
          .filter(({ type: of }) => isNonNullType(of) || this.chance(0.3))
          .flatMap((argument) => this.argument(argument));
    // A field with arguments gets a name of its own: two of one name would have to agree in them.
    const alias = args.length > 0 || this.chance(0.1) ? `${name}_${this.below(1_000_000)}: ` : '';
    const texts = given.length > 0 ? `(${given.join(', ')})` : '';
    const selection = isLeafType(named) ? '' : this.selection(named as GraphQLCompositeType, depth + 1);
    return `${alias}${name}${texts} ${this.directive()} ${selection}`;
  }

  private argument({ name, type }: GraphQLArgument): string[] {
    const value = this.value(name, type);
    if (value === undefined) return [];
    if (this.chance(0.4)) return [`${name}: ${this.variable(String(type), value)}`];
    return [`${name}: ${literal(value, type)}`];
  }

  private value(name: string, type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return this.value(name, type.ofType as GraphQLInputType);
    const known = this.pool[name];
    if (known) return this.pick(known);
    if (isListType(type)) {
      return Array.from(
        { length: this.below(3) },
        () => this.value(name, type.ofType as GraphQLInputType) ?? null,
      ).filter((value) => value !== null);
    }
    if (isEnumType(type)) return this.pick(type.getValues()).name;
    return undefined;
  }
}

/** A value as it is written in a document: enum values and the names of input fields without quotes. */
function literal(value: unknown, type: GraphQLInputType): string {
  const named = isNonNullType(type) ? (type.ofType as GraphQLInputType) : type;
  if (value === null) return 'null';
  if (Array.isArray(value) && isListType(named)) {
    return `[${value.map((item) => literal(item, named.ofType as GraphQLInputType)).join(', ')}]`;
  }
  if (isListType(named)) return literal(value, named.ofType as GraphQLInputType);
  if (isEnumType(named)) return value as string;
  if (typeof value === 'object' && (isInputObjectType(named) || !isObjectType(named))) {
    const fields = isInputObjectType(named) ? named.getFields() : {};
    const entries = Object.entries(value as object).map(([name, of]: [string, unknown]) =>
      fields[name] ? `${name}: ${literal(of, fields[name].type)}` : `${name}: ${JSON.stringify(of)}`,
    );
    return `{ ${entries.join(', ')} }`;
  }
  return JSON.stringify(value);
}
