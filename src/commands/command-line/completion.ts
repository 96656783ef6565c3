/** Scripts for shells that complete commands, options and their values. They hold all words: no process is started. */
import type { Command, CommandGroup } from './declare.js';
import type { AnyCommand } from './parse.js';

/** What may follow somewhere on the command line. */
interface Place {
  /** The commands that lead here, each after a space. */
  readonly at: string;
  readonly words: readonly Word[];
  readonly takesFiles: boolean;
  readonly commands: readonly AnyCommand[];
  /** The values of options, by the option before. */
  readonly values: ReadonlyMap<string, readonly Word[]>;
}
type Word = readonly [word: string, meaning: string];

export async function completionText(program: CommandGroup, shell: 'bash' | 'zsh'): Promise<string> {
  const places = await placesOf(program, '');
  return shell === 'bash' ? bashText(program.name, places) : zshText(program.name, places);
}

const help: Word = ['--help', 'Prints the help.'];

async function placesOf(group: CommandGroup, at: string): Promise<Place[]> {
  const words = group.commands.map(({ name, summary }): Word => [name, summary]);
  const own: Word[] =
    at === ''
      ? [
          ['help', 'Prints the help of a command.'],
          ['--version', 'Prints the version.'],
        ]
      : [];
  const place = { at, words: [...words, ...own, help], takesFiles: false, commands: group.commands, values: new Map() };
  const below = group.commands.map((one) =>
    'commands' in one ? placesOf(one, `${at} ${one.name}`) : placeOf(one, `${at} ${one.name}`),
  );
  const names: Place = { ...place, at: ' help', words };
  return [place, ...(at === '' ? [names] : []), ...(await Promise.all(below)).flat()];
}

async function placeOf({ options = {}, argument }: Command, at: string): Promise<Place[]> {
  const unexplained = (words: readonly string[]) => words.map((word): Word => [word, '']);
  const values = new Map<string, readonly Word[]>();
  for (const [name, { choices, type }] of Object.entries(options)) {
    if (type !== 'flag') values.set(`--${name}`, unexplained((await choices?.()) ?? []));
  }
  const words = [
    ...unexplained((await argument?.choices?.()) ?? []),
    ...Object.entries(options).map(([name, { description }]): Word => [`--${name}`, description]),
    help,
  ];
  return [{ at, words, takesFiles: argument?.isFile === true, commands: [], values }];
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** The beginning of both scripts: follows the commands that have been typed. */
function followed(places: readonly Place[], word: string, indent: string): string {
  const steps = places.flatMap(({ at, commands }) => [
    ...commands.map(({ name }) => `${at} ${name}`),
    ...(at === '' ? [' help'] : []),
  ]);
  return `${indent}case "$at ${word}" in ${[...new Set(steps)].map(quoted).join(' | ')}) at="$at ${word}" ;; esac`;
}

const functionOf = (name: string) => `_${name.replaceAll('-', '_')}`;

function bashText(program: string, places: readonly Place[]): string {
  const list = (words: readonly Word[]) => quoted(words.map(([word]) => word).join(' '));
  const values = places.flatMap(({ at, values: ofOptions }) =>
    [...ofOptions].map(([option, words]) => `    ${quoted(`${at} ${option}`)}) words=${list(words)} ;;`),
  );
  const cases = places.map(
    ({ at, words, takesFiles }) => `      ${quoted(at)}) words=${list(words)}${takesFiles ? ' files=yes' : ''} ;;`,
  );
  return `# Completion of ${program} for bash, made by "${program} completion bash".
${functionOf(program)}() {
  local current=\${COMP_WORDS[COMP_CWORD]} at='' words='' files='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
${followed(places, `\${COMP_WORDS[i]}`, '    ')}
  done
  case "$at \${COMP_WORDS[COMP_CWORD - 1]}" in
${values.join('\n')}
    *)
      case "$at" in
${cases.map((line) => `  ${line}`).join('\n')}
      esac
      ;;
  esac
  COMPREPLY=()
  while IFS= read -r i; do COMPREPLY+=("$i"); done < <(compgen -W "$words" -- "$current")
  if [[ $files && $current != -* ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=()
    while IFS= read -r i; do COMPREPLY+=("$i"); done < <(compgen -f -- "$current")
  fi
}
complete -F ${functionOf(program)} ${program}
`;
}

function zshText(program: string, places: readonly Place[]): string {
  const list = (words: readonly Word[]) =>
    words.map(([word, meaning]) => quoted(`${word.replaceAll(':', '\\:')}${meaning && `:${meaning}`}`)).join(' ');
  const values = places.flatMap(({ at, values: ofOptions }) =>
    [...ofOptions].map(([option, words]) => `    ${quoted(`${at} ${option}`)}) found=(${list(words)}) ;;`),
  );
  const cases = places.map(
    ({ at, words, takesFiles }) => `        ${quoted(at)}) found=(${list(words)})${takesFiles ? '; files=yes' : ''} ;;`,
  );
  const name = functionOf(program);
  return `#compdef ${program}
# Completion of ${program} for zsh, made by "${program} completion zsh".
${name}() {
  local at='' word='' files=''
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
${followed(places, '$word', '    ')}
  done
  case "$at $words[CURRENT-1]" in
${values.join('\n')}
    *)
      case "$at" in
${cases.join('\n')}
      esac
      ;;
  esac
  if [[ -n $files && $words[CURRENT] != -* ]]; then
    _files
  else
    _describe '${program}' found
  fi
}
if [[ $funcstack[1] == ${name} ]]; then ${name} "$@"; else compdef ${name} ${program}; fi
`;
}
