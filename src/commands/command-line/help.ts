/** Help texts for a terminal. */
import { SETTINGS } from '../../settings/environment.js';
import type { Argument, Command, CommandGroup, Option } from './declare.js';
import { nameOf, type CommandPath } from './parse.js';

const width = 100;

type Row = readonly [term: string, meaning: string];

/** The help of a command or group. */
export async function helpOf(path: CommandPath): Promise<string> {
  const command = path.at(-1)!;
  const parts = [
    wrap(command.summary),
    `Usage: ${usageOf(path)}`,
    ...(command.description ?? []).map((text) => wrap(text)),
  ];
  if ('commands' in command) parts.push(...groupParts(path, command));
  else parts.push(...(await commandParts(path, command)));
  return `${parts.join('\n\n')}\n`;
}

/** One line: the command with what may follow it. */
export function usageOf(path: CommandPath): string {
  const command = path.at(-1)!;
  if ('commands' in command) return `${nameOf(path)} <command>`;
  const options = Object.keys(command.options ?? {}).length > 0 ? [' [options]'] : [];
  return [nameOf(path), ...options, ...(command.argument ? [` ${argumentUsage(command.argument)}`] : [])].join('');
}

export function argumentUsage({ name, required, multiple }: Argument): string {
  const one = `<${name}>${multiple ? ' …' : ''}`;
  return required ? one : `[${one}]`;
}

export const optionUsage = (name: string, { type, value }: Option): string =>
  type === 'flag' ? `--${name}` : `--${name} <${value ?? type}>`;

/** A description with the choices, the default, and whether it may be repeated. */
export async function meaningOf(one: Argument | Option): Promise<string> {
  const choices = await one.choices?.();
  return [
    one.description,
    ...(choices ? [`One of ${choices.join(', ')}.`] : []),
    ...('default' in one ? [`Default: ${one.default}.`] : []),
    ...(one.multiple && 'type' in one ? ['May be repeated.'] : []),
  ].join(' ');
}

function groupParts(path: CommandPath, group: CommandGroup): string[] {
  const commands = group.commands.map(({ name, summary }): Row => [name, summary]);
  const isProgram = path.length === 1;
  return [
    section('Commands:', isProgram ? [...commands, ['help', 'Prints the help of a command: help import.']] : commands),
    section('Options:', isProgram ? [helpRow, ['--version', 'Prints the version.']] : [helpRow]),
  ];
}

async function commandParts(path: CommandPath, command: Command): Promise<string[]> {
  const { argument, options = {}, settings = [], examples = [] } = command;
  const optionRows = await Promise.all(
    Object.entries(options).map(async ([name, option]): Promise<Row> => [
      optionUsage(name, option),
      await meaningOf(option),
    ]),
  );
  const parts = argument ? [section('Argument:', [[`<${argument.name}>`, await meaningOf(argument)]])] : [];
  parts.push(section('Options:', [...optionRows, helpRow]));
  if (settings === 'all') parts.push(wrap(allSettings));
  else if (settings.length > 0) parts.push(section('Settings, from the environment:', settingRows(settings)));
  const lines = examples.map(([words, effect]) => `  ${exampleLine(path, words)}\n      ${effect}`);
  if (lines.length > 0) parts.push(['Examples:', ...lines].join('\n'));
  return parts;
}

const allSettings = `Settings come from the environment, such as PORT and DATABASE_URL: "osce-graph settings --stdout" prints all with their defaults.`;

export const exampleLine = (path: CommandPath, words: string) => `${nameOf(path)} ${words}`.trimEnd();

const helpRow: Row = ['-h, --help', 'Prints this help.'];

function settingRows(names: readonly string[]): Row[] {
  const known = new Map(SETTINGS.map((setting) => [setting.name, setting]));
  return names.map((name) => {
    const { description, default: usual } = known.get(name)!;
    return [name, `${description} Default: ${usual}.`.replaceAll('`', '')];
  });
}

function section(title: string, rows: readonly Row[]): string {
  const indent = Math.max(...rows.map(([term]) => term.length)) + 4;
  const lines = rows.map(([term, meaning]) => `  ${term.padEnd(indent - 2)}${wrap(meaning, indent)}`);
  return [title, ...lines].join('\n');
}

/** Breaks a text into lines, all but the first indented. */
function wrap(text: string, indent = 0): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + word.length >= width) {
      lines.push(line);
      line = '';
    }
    line += `${line === '' ? '' : ' '}${word}`;
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`);
}
