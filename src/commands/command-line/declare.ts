/** What a command is. Parsing, help, completion and `docs/commands.md` are all derived from its declaration. */
import type { Environment, SettingName } from '../../settings/environment.js';

interface Choosable {
  /** The accepted values; loaded only when needed. */
  readonly choices?: () => Promise<readonly string[]>;
  readonly description: string;
}

export interface Option extends Choosable {
  readonly type: 'flag' | 'text' | 'number';
  /** What help calls its value. */
  readonly value?: string;
  readonly multiple?: true;
}

export interface Argument extends Choosable {
  readonly name: string;
  readonly required?: true;
  readonly multiple?: true;
  readonly default?: string;
  /** Completed with names of files. */
  readonly isFile?: true;
}

export type Options = Readonly<Record<string, Option>>;

type OptionValue<O extends Option> = O['type'] extends 'flag'
  ? boolean
  : Several<O, O['type'] extends 'number' ? number : string>;
type Several<O, Value> = O extends { readonly multiple: true } ? readonly Value[] : Value | undefined;
type ArgumentValue<A> = A extends { readonly multiple: true }
  ? readonly string[]
  : A extends { readonly required: true } | { readonly default: string }
    ? string
    : string | undefined;

/** The values that a command receives. */
export interface Invocation<O extends Options, A> {
  readonly options: { readonly [Name in keyof O]: OptionValue<O[Name]> };
  readonly argument: ArgumentValue<A>;
  /** @throws EnvironmentError */
  readonly environment: () => Environment;
  /** All commands. */
  readonly program: CommandGroup;
}

interface Described {
  readonly name: string;
  /** Former names. */
  readonly aliases?: readonly string[];
  readonly summary: string;
}

export interface Command extends Described {
  /** Further paragraphs of the help. */
  readonly description?: readonly string[];
  readonly argument?: Argument;
  readonly options?: Options;
  /** The settings that it honours; `all` of the server. */
  readonly settings?: readonly SettingName[] | 'all';
  /** Arguments and what they do; the name of the command is put in front. */
  readonly examples?: readonly (readonly [words: string, effect: string])[];
  /** @returns the exit code, 0 by default */
  readonly run: (invocation: Invocation<never, never>) => Promise<number | void>;
}

/** A command that consists of others: `review list`, `review accept`. */
export interface CommandGroup extends Described {
  readonly description?: readonly string[];
  readonly commands: readonly (Command | CommandGroup)[];
}

/** Declares a command; its `run` receives the values of its options and of its argument with their types. */
export const command = <
  const O extends Options = Record<string, never>,
  const A extends Argument | undefined = undefined,
>(
  declared: Omit<Command, 'options' | 'argument' | 'run'> & {
    readonly options?: O;
    readonly argument?: A;
    readonly run: (invocation: Invocation<O, A>) => Promise<number | void>;
  },
): Command => declared as Command;

/** Mistakes in the arguments; the process exits with 2. */
export class UsageError extends Error {}
