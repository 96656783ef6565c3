/** Documents that a schema allows, of every kind of selection, with arguments that find something as often as not. */
import fc, { type GeneratorValue } from 'fast-check';
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

export interface GeneratedRequest {
  query: string;
  variables: Record<string, unknown>;
}

/** Keys of nodes that there are. */
export interface KnownKeys {
  ids: readonly string[];
  slugs: readonly string[];
  /** For arguments that are texts, besides short ones. */
  texts?: readonly string[];
}

/** @param options.ladders whether some unfold to more than anything could read that follows each use of a fragment */
export function generatedRequests(
  schema: GraphQLSchema,
  keys: KnownKeys,
  { ladders = false }: { ladders?: boolean } = {},
): fc.Arbitrary<GeneratedRequest> {
  return fc.gen().map((gen) => new Generator(schema, keys, ladders, gen).request());
}

const deepest = 7;

class Generator {
  private readonly variables: { declaration: string; name: string; value: unknown }[] = [];
  private readonly fragments: string[] = [];
  private selected = 0;
  private aliases = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly keys: KnownKeys,
    private readonly hasLadders: boolean,
    private readonly gen: GeneratorValue,
  ) {}

  request(): GeneratedRequest {
    const selection = this.selection(this.schema.getQueryType()!, 0);
    const declared = this.variables.map(({ declaration }) => declaration).join(', ');
    const query = [`query Generated${declared && `(${declared})`} ${selection}`, ...this.fragments].join('\n');
    return { query, variables: Object.fromEntries(this.variables.map(({ name, value }) => [name, value])) };
  }

  private nat(most: number): number {
    return this.gen(fc.nat, most);
  }

  private oneOf<Value>(values: readonly Value[]): Value {
    return values[this.nat(values.length - 1)]!;
  }

  private selection(type: GraphQLCompositeType, depth: number): string {
    const parts: string[] = [];
    if (isAbstractType(type)) {
      parts.push('__typename');
      const types = this.schema.getPossibleTypes(type);
      for (let i = this.nat(2); i > 0; i -= 1) parts.push(this.fragment(this.oneOf(types), depth));
    }
    if (isObjectType(type) || isInterfaceType(type)) parts.push(...this.fields(type.getFields(), depth));
    if (this.nat(9) === 0) parts.push(this.fragment(type, depth));
    return `{ ${parts.length > 0 ? parts.join(' ') : '__typename'} }`;
  }

  private fields(fields: Record<string, GraphQLField<unknown, unknown>>, depth: number): string[] {
    const possible = Object.values(fields).filter(
      ({ type, name }) => name !== '_service' && (isLeafType(getNamedType(type)) || depth < deepest),
    );
    const few = 1 + this.nat(depth === 0 ? 3 : 2);
    return possible.length === 0 ? [] : Array.from({ length: few }, () => this.field(this.oneOf(possible), depth));
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    this.selected += 1;
    const named = getNamedType(field.type);
    const args = field.args.flatMap((arg) => this.argument(arg));
    // With arguments a field of the same name could mean something else.
    const alias = args.length > 0 || this.nat(15) === 0 ? `a${(this.aliases += 1)}: ` : '';
    const below = isLeafType(named) ? '' : ` ${this.selection(named as GraphQLCompositeType, depth + this.weightOf())}`;
    return `${alias}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${this.directive()}${below}`;
  }

  /** Large documents end sooner. */
  private weightOf = () => (this.selected > 40 ? deepest : 1);

  private fragment(type: GraphQLCompositeType, depth: number): string {
    const selection = this.selection(type, depth + 1);
    if (this.nat(2) > 0) return `... on ${type.name}${this.directive()} ${selection}`;
    const spread = this.define(type, selection);
    return `${this.hasLadders && this.nat(5) === 0 ? this.ladder(type, spread) : spread}${this.directive()}`;
  }

  /** @returns the use of a new fragment */
  private define(type: GraphQLCompositeType, selection: string): string {
    const name = `F${this.fragments.length}`;
    this.fragments.push(`fragment ${name} on ${type.name} ${selection}`);
    return `...${name}`;
  }

  /** Fragments that each use the next one twice: a short text that unfolds to a thousand million uses. */
  private ladder(type: GraphQLCompositeType, spread: string): string {
    let use = spread;
    for (let i = 30; i > 0; i -= 1) use = this.define(type, `{ __typename ${use} ${use} }`);
    return use;
  }

  private directive(): string {
    if (this.nat(19) > 0) return '';
    const value = this.nat(1) === 0;
    const condition = this.nat(1) === 0 ? String(value) : this.variable('Boolean!', value);
    return ` @${this.oneOf(['skip', 'include'])}(if: ${condition})`;
  }

  private variable(type: string, value: unknown): string {
    const name = `v${this.variables.length}`;
    this.variables.push({ declaration: `$${name}: ${type}`, name, value });
    return `$${name}`;
  }

  private argument(arg: GraphQLArgument): string[] {
    const isWanted = isRequiredArgument(arg) || this.nat(3) === 0 || /^(first|id|slug|isoCode)$/.test(arg.name);
    if (!isWanted || (arg.name === 'last' && this.nat(4) > 0)) return [];
    const value = this.value(arg.type, arg.name, 0);
    if (value === undefined) return [];
    const isVariable = this.nat(2) === 0;
    return [`${arg.name}: ${isVariable ? this.variable(String(arg.type), value) : literal(value)}`];
  }

  private value(type: GraphQLInputType, name: string, depth: number): unknown {
    const nullable = getNullableType(type);
    if (isListType(nullable)) {
      const items = Array.from({ length: this.nat(3) }, () => this.value(nullable.ofType, name, depth));
      return items.filter((item) => item !== undefined);
    }
    if (isEnumType(nullable)) return new Enum(this.oneOf(nullable.getValues()).name);
    if (isInputObjectType(nullable)) {
      if (depth > 3) return {};
      const fields = Object.values(nullable.getFields());
      const chosen = Array.from({ length: 1 + this.nat(1) }, () => this.oneOf(fields));
      return Object.fromEntries(
        chosen.flatMap((field) => {
          const value = this.value(field.type, field.name, depth + 1);
          return value === undefined ? [] : [[field.name, value]];
        }),
      );
    }
    return this.scalar(getNamedType(nullable).name, name);
  }

  private scalar(type: string, name: string): unknown {
    if (type === 'Boolean') return this.nat(1) === 0;
    if (type === 'Int')
      return name === 'first' || name === 'last' ? 1 + this.nat(7) : this.oneOf([0, 1, 3, 2005, 2019]);
    if (type === 'Date') return this.oneOf(['1995', '2005-06', '2019-03-01', '2024']);
    if (type === '_Any') return { __typename: 'Country', isoCode: this.oneOf(['MT', 'AT', 'XX']) };
    if (type === 'ID') return this.oneOf([...this.keys.ids, 'no-such-id']);
    if (name === 'isoCode' || name === 'isoCodes') return this.oneOf(['MT', 'KZ', 'DE', 'XX']);
    if (/^(slugs?|eq|ne|in|notIn)$/.test(name)) return this.oneOf([...this.keys.slugs, 'no-such-slug']);
    if (name === 'after' || name === 'before') return undefined;
    return this.oneOf(['osce', 'border', 'a', 'Vienna and Tashkent', '"', '%', ...(this.keys.texts ?? [])]);
  }
}

class Enum {
  constructor(readonly name: string) {}

  /** In variables it is a text. */
  toJSON() {
    return this.name;
  }
}

function literal(value: unknown): string {
  if (value instanceof Enum) return value.name;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, item]) => `${name}: ${literal(item)}`)
    .join(', ')} }`;
}
