#!/usr/bin/env node
/** Starts the process: runs the command that its arguments name, `serve` if there are none. */
import './engine.js';
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from './commands/command-line/declare.js';
import { helpOf, usageOf } from './commands/command-line/help.js';
import { MistakenWords, nameOf, requestOf, type CommandPath } from './commands/command-line/parse.js';
import { print } from './commands/print.js';
import { program } from './commands/program.js';
import { readEnvironment } from './settings/environment.js';

/** @returns the exit code: 2 if the arguments are wrong */
async function main(words: readonly string[]): Promise<number> {
  let path: CommandPath = [program];
  try {
    const request = await requestOf(program, 'serve', words);
    if (request.wants !== 'run') {
      await print(request.wants === 'version' ? versionText() : await helpOf(request.path), undefined);
      return 0;
    }
    path = request.path;
    const { command, options, argument } = request;
    return (await command.run({ options, argument, environment, program } as never)) ?? 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const meant = error instanceof MistakenWords ? error.path : path;
    console.error(`${error.message}\nUsage: ${usageOf(meant)}\nHelp: ${nameOf(meant)} --help`);
    return 2;
  }
}

function versionText(): string {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { version: string };
  return `${version}\n`;
}

const environment = () => readEnvironment(process.env);

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  async (error: unknown) => {
    // Loaded only now: help should come at once.
    const { describeError } = await import('./commands/describe-error.js');
    console.error(describeError(error));
    process.exit(1);
  },
);
