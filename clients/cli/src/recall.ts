import type { AnswerOf } from '@countersign/sdk';
import { type Command, Option } from 'commander';
import { assetNamed } from './live.ts';
import { clientFor, say, withServer } from './terminal.ts';
import { visible } from './visible.ts';

interface Options {
  readonly address: string;
  readonly key: string;
}
type Recall = AnswerOf<'recall.read'>;

/** `countersign recall …`: stop something everywhere, and let it run again. */
export function addRecallCommands(program: Command): void {
  const recall = program
    .command('recall')
    .description('stop a version, an asset, a workflow or a model everywhere');
  withServer(recall.command('create <what>'))
    .description('stop it; WHAT is LIBRARY/PATH, or a model’s name with --kind model')
    .addOption(
      new Option('--kind <kind>', 'what it is')
        .choices(['version', 'asset', 'workflow', 'model'])
        .default('asset'),
    )
    .option('--version <number>', 'with --kind version: its number', Number)
    .requiredOption('--reason <text>', 'why; everybody whose run is refused reads it')
    .action(create);
  withServer(recall.command('list'))
    .description('what is recalled')
    .option('--all', 'with those that were lifted', false)
    .action(list);
  withServer(recall.command('uses <recall>'))
    .description('who and what used it, and since when')
    .action(uses);
  withServer(recall.command('lift <recall>'))
    .description('let it run again')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, options: Options & { readonly reason: string }) => {
      const body = { reason: options.reason };
      const lifted = await clientFor(options).call('recall.lift', { params: { recall: id }, body });
      process.stdout.write(`${lineOf(lifted)}\n`);
    });
}

interface CreateOptions extends Options {
  readonly kind: 'version' | 'asset' | 'workflow' | 'model';
  readonly version?: number;
  readonly reason: string;
}

async function create(what: string, options: CreateOptions): Promise<void> {
  const { reason } = options;
  const made = await clientFor(options).call('recall.create', {
    body: { target: targetOf(what, options), reason },
  });
  process.stdout.write(`${lineOf(made)}\n`);
  say(`Nobody serves it any more. Who used it: countersign recall uses ${made.id}`);
}

function targetOf(what: string, { kind, version }: CreateOptions) {
  if (kind === 'model') return { kind, model: what };
  if (kind !== 'version') return { kind, ...assetNamed(what) };
  if (version === undefined) throw new Error('Say which version: --version takes its number.');
  return { kind, ...assetNamed(what), version };
}

async function list(options: Options & { readonly all: boolean }): Promise<void> {
  const query = { limit: 200, ...(options.all ? {} : { state: 'in_force' as const }) };
  const { items } = await clientFor(options).call('recall.list', { query });
  for (const item of items) process.stdout.write(`${lineOf(item)}\n`);
  if (items.length === 0) say('Nothing is recalled.');
}

async function uses(id: string, options: Options): Promise<void> {
  const answer = await clientFor(options).call('recall.uses', { params: { recall: id } });
  for (const use of answer.items)
    process.stdout.write(
      `${visible(use.principal.displayName)}  ${use.executions} executions, ${use.first} to ${use.last}\n`,
    );
  say(answer.since === null ? 'Nobody used it.' : `${answer.executions} executions since ${answer.since}.`);
}

function lineOf({ id, target, reason, at, by, lifted }: Recall): string {
  const what =
    target.kind === 'model'
      ? `model ${target.model}`
      : `${target.kind} ${target.library}/${target.path}${target.version === null ? '' : `@${target.version}`}`;
  const state = lifted === null ? 'in force' : `lifted ${lifted.at}`;
  return `${id}  ${visible(what)}  ${state}  ${at} by ${visible(by.displayName)}: ${visible(reason)}`;
}
