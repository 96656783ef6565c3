/**
 * Field resolvers without TypeGraphQL's wrapper, which for every node sorts the parameters, copies the row into a class
 * instance, validates the arguments and awaits promises. Here a method is called directly with its parameters. TypeGraphQL
 * still validates arguments that are objects, but only once if many nodes share them. The type of a node is resolved
 * synchronously; TypeGraphQL takes two promises.
 */
import {
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type GraphQLTypeResolver,
} from 'graphql';
import { getMetadataStorage, type ClassType, type ContainerType, type ResolverData } from 'type-graphql';
import type { GraphContext } from '../context.js';

type Resolver = GraphQLFieldResolver<unknown, GraphContext>;
type Arguments = Record<string, unknown>;
type Methods = Record<string, (...given: unknown[]) => unknown>;
type ResolverMetadata = ReturnType<typeof getMetadataStorage>['fieldResolvers'][number];
type Parameter = NonNullable<ResolverMetadata['params']>[number];

/** Arguments shared by the calls for many nodes, with the result of their validation. */
const shared = new WeakMap<Arguments, unknown[] | undefined>();

/** Makes resolvers validate these arguments only once. The arguments must never change. */
export const shareArguments = (args: Arguments): Arguments => {
  shared.set(args, undefined);
  return args;
};

/** By resolver and method: which parameters are arguments. */
const argumentPlaces = new Map<Methods, Map<string, readonly boolean[]>>();
const instances = new Map<unknown, Methods>();

function instanceOf(target: unknown): Methods {
  let instance = instances.get(target);
  if (!instance) instances.set(target, (instance = new (target as ClassType<Methods>)()));
  return instance;
}

/** TypeGraphQL's container of resolver instances. For shared arguments it captures the validated values. */
export const resolverContainer: ContainerType = {
  get: (target: unknown, { args }: ResolverData): Methods => {
    const instance = instanceOf(target);
    if (!shared.has(args)) return instance;
    return new Proxy(instance, {
      get: (methods, name: string) => {
        const places = argumentPlaces.get(methods)?.get(name);
        if (!places) return methods[name];
        return (...checked: unknown[]) => {
          // Cache only arguments: rows and contexts belong to their request.
          shared.set(
            args,
            places.map((isArgument, i) => (isArgument ? checked[i] : undefined)),
          );
          return methods[name]!(...checked);
        };
      },
    });
  },
};

/** Replaces the resolvers of a TypeGraphQL schema where this changes nothing but speed. */
export function callDirectly(schema: GraphQLSchema): void {
  const { fieldResolvers, queries, objectTypes, interfaceTypes, unions } = getMetadataStorage();
  for (const { name, resolveType } of [...interfaceTypes, ...unions]) {
    const type = schema.getType(name);
    if (resolveType && (isInterfaceType(type) || isUnionType(type))) type.resolveType = atOnce(resolveType);
  }
  const classes = new Map(objectTypes.map(({ name, target }) => [name, target as ClassType]));
  for (const type of Object.values(schema.getTypeMap())) {
    const own = isObjectType(type) ? classes.get(type.name) : undefined;
    if (!isObjectType(type) || !own) continue;
    for (const field of Object.values(type.getFields()) as GraphQLField<unknown, GraphContext>[]) {
      replace(
        field,
        fieldResolvers.filter(
          ({ schemaName, getObjectType }) =>
            schemaName === field.name && isOf(own, getObjectType?.() as ClassType | undefined),
        ),
      );
    }
  }
  const roots = (schema.getQueryType()?.getFields() ?? {}) as Record<string, GraphQLField<unknown, GraphContext>>;
  for (const query of queries) if (roots[query.schemaName]) replace(roots[query.schemaName]!, [query]);
}

/** The declared type resolver. It must return a type name: a class would have to be looked up. */
const atOnce =
  (declared: (...given: never[]) => unknown): GraphQLTypeResolver<unknown, unknown> =>
  (row, context, info, type) => {
    const name = declared(...([row, context, info, type] as never[]));
    if (typeof name !== 'string') throw new Error(`${type.name}: a type resolver must return the name of a type.`);
    return name;
  };

/** Whether a class equals or extends another. */
const isOf = (own: ClassType, other: ClassType | undefined) =>
  other !== undefined && (own === other || Object.prototype.isPrototypeOf.call(other, own));

type Declared = Pick<ResolverMetadata, 'target' | 'methodName' | 'params' | 'middlewares' | 'roles'> & {
  kind?: ResolverMetadata['kind'];
};

function replace(field: GraphQLField<unknown, GraphContext>, [declared, another]: readonly Declared[]): void {
  if (!field.resolve || another) return;
  // Without a method the field is a plain property, which graphql-js reads itself.
  if (!declared) delete field.resolve;
  else if (declared.kind !== 'internal' && !declared.middlewares?.length && !declared.roles) {
    field.resolve = directly(declared, field.resolve) ?? field.resolve;
  }
}

function directly({ target, methodName, params = [] }: Declared, checking: Resolver): Resolver | undefined {
  const inOrder = [...params].sort((a, b) => a.index - b.index);
  const takes = inOrder.map(taking);
  if (takes.some((take) => !take)) return undefined;
  const methods = instanceOf(target);
  const [a = nothing, b = nothing, c = nothing, d = nothing] = takes as Take[];
  if (takes.length > 4) return undefined;
  const isWhole = inOrder.some(({ kind }) => kind === 'args');
  const takesArguments = isWhole || inOrder.some(({ kind }) => kind === 'arg');
  const call: Resolver = (root, args, context, info) =>
    methods[methodName]!(
      a(root, args, context, info),
      b(root, args, context, info),
      c(root, args, context, info),
      d(root, args, context, info),
    );
  if (!takesArguments) return call;
  const ofMethods = argumentPlaces.get(methods) ?? new Map<string, readonly boolean[]>();
  argumentPlaces.set(methods, ofMethods);
  const places = inOrder.map(({ kind }) => kind === 'arg' || kind === 'args');
  ofMethods.set(methodName, places);
  return (root, args, context, info) => {
    if (!isWhole && isPlain(args)) return call(root, args, context, info);
    const checked = shared.get(args as Arguments);
    if (!checked) return checking(root, args, context, info);
    const given = places.map((isArgument, i) =>
      isArgument ? checked[i] : (takes[i] as Take)(root, args, context, info),
    );
    return methods[methodName]!(...given);
  };
}

type Take = (...given: Parameters<Resolver>) => unknown;

const nothing: Take = () => undefined;

function taking(param: Parameter): Take | undefined {
  switch (param.kind) {
    case 'root':
      return param.propertyName ? undefined : (root) => root;
    case 'context':
      return param.propertyName ? undefined : (_root, _args, context) => context;
    case 'info':
      return (_root, _args, _context, info) => info;
    case 'arg':
      return (_root, args) => (args as Arguments)[param.name];
    case 'args':
      return nothing;
    default:
      return undefined;
  }
}

/** Whether no argument is an object: TypeGraphQL neither converts nor validates scalars. */
function isPlain(args: unknown): boolean {
  for (const name in args as Arguments) {
    const value = (args as Arguments)[name];
    if (typeof value === 'object' && value !== null) return false;
  }
  return true;
}
