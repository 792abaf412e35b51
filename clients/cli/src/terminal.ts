import { type Client, CountersignProblem, createClient } from '@countersign/sdk';
import { type Command, Option } from 'commander';

/** Says something to the person, on standard error, so that standard output can be piped. */
export const say = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`);
};

/** A failure that ends the command: a sentence and exit code 1. Anything unexpected keeps its stack for a report. */
export function explainFailure(error: unknown): void {
  process.exitCode = 1;
  if (error instanceof CountersignProblem) {
    say(`${error.message} (${error.code}${error.request === '' ? '' : `, request ${error.request}`})`);
    return;
  }
  const sentence = error instanceof Error ? sentenceFor(error) : String(error);
  say(sentence);
}

function sentenceFor(error: Error): string {
  if (error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'ECONNREFUSED')
    return 'Nothing answers at that address. Is the server running? Give the right one with --address.';
  if ('code' in error && error.code === 'ENOENT') return `There is no such file: ${error.message}`;
  return error.message;
}

/** Adds the options that say where the server is and who is asking. */
export function withServer(command: Command): Command {
  const address = new Option('--address <url>', 'where the server is').env('COUNTERSIGN_ADDRESS');
  const key = new Option('--key <key>', 'a key, cs_live_…').env('COUNTERSIGN_KEY');
  return command.addOption(address.default('http://127.0.0.1:4180')).addOption(key.makeOptionMandatory());
}

export function clientFor(options: { address: string; key: string }): Client {
  return createClient({ address: options.address, key: options.key });
}
