/** Finds the command that is meant by the words of a command line, and the values of its options. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import { SETTINGS } from '../../settings/environment.js';
import { UsageError, type Argument, type Command, type CommandGroup, type Option, type Options } from './declare.js';

export type AnyCommand = Command | CommandGroup;
type Value = boolean | string | number | readonly (string | number)[] | undefined;

/** A command with the groups that lead to it; the first is the program. */
export type CommandPath = readonly [...CommandGroup[], AnyCommand];

export type Request =
  | { readonly wants: 'version' }
  | { readonly wants: 'help'; readonly path: CommandPath }
  | {
      readonly wants: 'run';
      readonly path: CommandPath;
      readonly command: Command;
      readonly options: Readonly<Record<string, Value>>;
      readonly argument: Value;
    };

export const nameOf = (path: CommandPath): string => path.map(({ name }) => name).join(' ');

/** A mistake, with the command that was meant as far as it is known. */
export class MistakenWords extends UsageError {
  constructor(
    message: string,
    readonly path: CommandPath,
  ) {
    super(message);
  }
}

/**
 * @param usual the command of an empty command line
 * @throws MistakenWords
 */
export async function requestOf(program: CommandGroup, usual: string, words: readonly string[]): Promise<Request> {
  if (words[0] === 'help') return { wants: 'help', path: find(program, words.slice(1)).path };
  if (words[0] === '--version') return { wants: 'version' };
  const { path, rest } = find(program, words.length === 0 ? [usual] : words);
  const found = path.at(-1)!;
  const beforeEnd = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (beforeEnd.includes('--help') || beforeEnd.includes('-h')) return { wants: 'help', path };
  if ('commands' in found) throw unknownWord(path, found, rest[0]);
  return { wants: 'run', path, command: found, ...(await valuesOf(path, found, rest)) };
}

/** Follows words down the groups, as far as they name commands. */
function find(program: CommandGroup, words: readonly string[]): { path: CommandPath; rest: readonly string[] } {
  let path: CommandPath = [program];
  for (const [i, word] of words.entries()) {
    const group = path.at(-1)!;
    if (!('commands' in group) || word.startsWith('-')) return { path, rest: words.slice(i) };
    const next = group.commands.find(({ name, aliases = [] }) => name === word || aliases.includes(word));
    if (!next) throw unknownWord(path, group, word);
    path = [...(path as readonly CommandGroup[]), next];
  }
  return { path, rest: [] };
}

function unknownWord(path: CommandPath, group: CommandGroup, word: string | undefined): MistakenWords {
  const names = group.commands.map(({ name }) => name);
  if (word === undefined) return new MistakenWords(`Expected one of the commands ${names.join(', ')}.`, path);
  if (word.startsWith('-')) return new MistakenWords(`There is no option "${word}".${nearest(word, globals)}`, path);
  const aliases = group.commands.flatMap((one) => one.aliases ?? []);
  const candidates = path.length === 1 ? [...names, ...aliases, 'help'] : [...names, ...aliases];
  const known = `Commands: ${names.join(', ')}.`;
  return new MistakenWords(`There is no command "${word}".${nearest(word, candidates)} ${known}`, path);
}

const globals = ['--help', '--version'];

function nearest(word: string, names: readonly string[]): string {
  const [best] = suggestionList(word, names);
  return best === undefined ? '' : ` Did you mean "${best}"?`;
}

async function valuesOf(path: CommandPath, { options = {}, argument }: Command, words: readonly string[]) {
  const config = { args: [...words], options: parsedOptions(options), allowPositionals: true };
  for (const token of parseArgs({ ...config, strict: false, tokens: true }).tokens) {
    if (token.kind === 'option' && !(token.name in options)) throw unknownOption(path, options, token.rawName);
  }
  const { values, positionals } = strictly(path, config);
  const read: Record<string, Value> = {};
  for (const [name, option] of Object.entries(options)) {
    read[name] = await optionValue(path, name, option, values[name]);
  }
  return { options: read, argument: await argumentValue(path, argument, positionals) };
}

const parsedOptions = (options: Options): NonNullable<ParseArgsConfig['options']> =>
  Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple = false }]) => [
      name,
      { type: type === 'flag' ? ('boolean' as const) : ('string' as const), multiple },
    ]),
  );

function strictly(path: CommandPath, config: ParseArgsConfig) {
  try {
    const { values, positionals } = parseArgs({ ...config, strict: true });
    return { values: values as Readonly<Record<string, string | string[] | boolean | undefined>>, positionals };
  } catch (error) {
    // The rest of its text explains how to pass a value that begins with a dash.
    throw new MistakenWords((error as Error).message.split('\n')[0]!, path);
  }
}

function unknownOption(path: CommandPath, options: Options, word: string): MistakenWords {
  const setting = word.replace(/^--/, '').replaceAll('-', '_').toUpperCase();
  const hint = SETTINGS.some(({ name }) => name === setting)
    ? ` Set it in the environment: ${setting}=… ${nameOf(path)}`
    : nearest(word, [...Object.keys(options).map((name) => `--${name}`), '--help']);
  return new MistakenWords(`There is no option "${word}".${hint}`, path);
}

async function optionValue(
  path: CommandPath,
  name: string,
  { type, choices, multiple }: Option,
  given: string | string[] | boolean | undefined,
): Promise<Value> {
  if (type === 'flag') return given === true;
  const texts = given === undefined ? [] : ([given].flat() as string[]);
  for (const text of texts) await requireChoice(path, `--${name}`, choices, text);
  const values = type === 'number' ? texts.map((text) => numberOf(path, name, text)) : texts;
  return multiple ? values : values[0];
}

function numberOf(path: CommandPath, name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new MistakenWords(`Expected a whole number from 1 after --${name}, got "${text}".`, path);
}

async function argumentValue(
  path: CommandPath,
  argument: Argument | undefined,
  given: readonly string[],
): Promise<Value> {
  const most = argument === undefined ? 0 : argument.multiple ? Infinity : 1;
  if (given.length > most) throw new MistakenWords(`Unexpected argument "${given[most]!}".`, path);
  if (argument?.required && given.length === 0) throw new MistakenWords(`Expected <${argument.name}>.`, path);
  for (const text of given) await requireChoice(path, `<${argument!.name}>`, argument!.choices, text);
  return argument?.multiple ? given : (given[0] ?? argument?.default);
}

async function requireChoice(path: CommandPath, what: string, choices: Option['choices'], text: string): Promise<void> {
  const known = await choices?.();
  if (!known || known.includes(text)) return;
  throw new MistakenWords(
    `Expected one of ${known.join(', ')} for ${what}, got "${text}".${nearest(text, known)}`,
    path,
  );
}
