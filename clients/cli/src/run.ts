import type { Command } from 'commander';
import { clientFor, say, withServer } from './terminal.ts';

interface RunOptions {
  readonly address: string;
  readonly key: string;
  readonly var: Readonly<Record<string, string>>;
  readonly json: boolean;
}

/** `countersign run LIBRARY/NAME@production --var name=value`: the answer on standard output, the record on standard error. */
export function addRunCommand(program: Command): void {
  withServer(program.command('run <prompt>'))
    .description('run a governed prompt, e.g. support/triage-ticket@production')
    .option('--var <name=value>', 'a variable of the prompt; repeat for more', collect, {})
    .option('--json', 'print the whole execution as JSON', false)
    .action(async (prompt: string, options: RunOptions) => {
      const body = { prompt, variables: { ...options.var } };
      const execution = await clientFor(options).call('execution.create', { body });
      if ('object' in execution) {
        if (options.json) process.stdout.write(`${JSON.stringify(execution, null, 2)}\n`);
        say(`${execution.detail} Held as ${execution.id}.`);
        return;
      }
      const answer = options.json ? JSON.stringify(execution, null, 2) : execution.output?.text;
      process.stdout.write(`${answer ?? ''}\n`);
      say(`recorded as ${execution.id}`);
    });
}

function collect(given: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = given.indexOf('=');
  if (at < 1) throw new Error(`--var takes name=value, not ${given}`);
  return { ...before, [given.slice(0, at)]: given.slice(at + 1) };
}
