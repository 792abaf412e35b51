import type { AnswerOf } from '@countersign/sdk';
import { type Command, Option } from 'commander';
import { limitOf, lineOf, scopes, units } from './budget-line.ts';
import { clientFor, say, withServer } from './terminal.ts';

interface Options {
  readonly address: string;
  readonly key: string;
}
type Budget = AnswerOf<'budget.list'>['items'][number];

/** `countersign budget …`: how much may be used, and what is left of it. */
export function addBudgetCommands(program: Command): void {
  const budget = program.command('budget').description('how much may be used, and what is left of it');
  withServer(budget.command('list'))
    .description('budgets with what is spent, reserved and left')
    .option('--json', 'print them as JSON', false)
    .action(list);
  withServer(budget.command('create <limit>'))
    .description('limit what may be used; LIMIT is dollars, or whole tokens or calls')
    .addOption(new Option('--for <scope>', 'whom it is for').choices(scopes).default('organization'))
    .option('--target <target>', 'which one: an id, a library’s name, a use case or a model')
    .addOption(new Option('--of <unit>', 'what is limited').choices(Object.keys(units)).default('usd'))
    .addOption(
      new Option('--in <period>', 'in which time').choices(['minute', 'day', 'month']).default('month'),
    )
    .option('--soft', 'only tell, refuse nothing', false)
    .action(create);
  withServer(budget.command('update <budget> <limit>'))
    .description('another limit; what is spent stays spent')
    .option('--soft', 'only tell, refuse nothing')
    .option('--no-soft', 'refuse what could go over it')
    .action(update);
  withServer(budget.command('end <budget>'))
    .description('let nothing count against it any more')
    .action(async (id: string, options: Options) => {
      await clientFor(options).call('budget.end', { params: { budget: id } });
      say('Nothing counts against it any more.');
    });
}

async function list(options: Options & { readonly json: boolean }): Promise<void> {
  const { items } = await clientFor(options).call('budget.list', {});
  if (options.json) return print(JSON.stringify(items, null, 2));
  for (const item of items) print(lineOf(item));
  if (items.length === 0) say('Nothing is limited.');
}

interface CreateOptions extends Options {
  readonly for: Budget['scope'];
  readonly target?: string;
  readonly of: keyof typeof units;
  readonly in: Budget['period'];
  readonly soft: boolean;
}

async function create(typed: string, options: CreateOptions): Promise<void> {
  const unit = units[options.of];
  const made = await clientFor(options).call('budget.create', {
    body: {
      scope: options.for,
      ...(options.target === undefined ? {} : { target: options.target }),
      ...{ unit, period: options.in, limit: limitOf(unit, typed), hard: !options.soft },
    },
  });
  print(lineOf(made));
}

interface UpdateOptions extends Options {
  /** Said with neither option, it stays as it is. */
  readonly soft?: boolean;
}

async function update(id: string, typed: string, options: UpdateOptions): Promise<void> {
  const client = clientFor(options);
  const { items } = await client.call('budget.list', {});
  const before = items.find((one) => one.id === id);
  if (before === undefined) throw new Error('There is no such budget. See: countersign budget list');
  const hard = options.soft === undefined ? before.hard : !options.soft;
  const body = { limit: limitOf(before.unit, typed), hard };
  print(lineOf(await client.call('budget.update', { params: { budget: id }, body })));
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
