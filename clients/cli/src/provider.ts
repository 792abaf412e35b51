import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { providerLine, routeLine, targetOf } from './provider-line.ts';
import { clientFor, say, withServer } from './terminal.ts';

interface Options {
  readonly address: string;
  readonly key: string;
}

/** `countersign provider …` and `countersign route …`: who answers, and who steps in. */
export function addProviderCommands(program: Command): void {
  const provider = program.command('provider').description('who answers calls of models');
  withServer(provider.command('list'))
    .description('providers, their models, and which of them failed last')
    .action(async (options: Options) => {
      for (const one of (await clientFor(options).call('provider.list', {})).items) print(providerLine(one));
    });
  withServer(provider.command('test <provider>'))
    .description('ask one of its models for a word; fails when it does not answer')
    .option('--model <model>', 'which one; the first, if none is named')
    .action(test);
  withServer(provider.command('rotate <provider>'))
    .description('exchange its credential, which is read from standard input')
    .action(async (id: string, options: Options) => {
      const body = { credential: (await text(process.stdin)).trim() };
      const { name } = await clientFor(options).call('provider.rotate', { params: { provider: id }, body });
      say(`Calls of ${name} use the new credential. Test it, then revoke the old one.`);
    });
  const route = program.command('route').description('names that several models answer for');
  withServer(route.command('list'))
    .description('routes, their targets, and how they do')
    .action(async (options: Options) => {
      for (const one of (await clientFor(options).call('route.list', {})).items) print(routeLine(one));
    });
  withServer(route.command('set <route> <targets...>'))
    .description('say who answers: MODEL, MODEL:WEIGHT or MODEL:WEIGHT:SECONDS; a weight of 0 steps in')
    .option('--retries <number>', 'how often each is asked again', '0')
    .action(async (name: string, typed: string[], options: Options & { readonly retries: string }) => {
      const body = { retries: Number(options.retries), targets: typed.map(targetOf) };
      print(routeLine(await clientFor(options).call('route.set', { params: { route: name }, body })));
    });
  withServer(route.command('delete <route>'))
    .description('from then on nobody answers for the name')
    .action(async (name: string, options: Options) => {
      await clientFor(options).call('route.delete', { params: { route: name } });
      say('Nobody answers for that name any more.');
    });
}

async function test(id: string, options: Options & { readonly model?: string }): Promise<void> {
  const body = options.model === undefined ? {} : { model: options.model };
  const tested = await clientFor(options).call('provider.test', { params: { provider: id }, body });
  if (tested.problem !== null) throw new Error(tested.problem.detail);
  print(`${tested.model} answered in ${tested.durationMs} ms.`);
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
