import { type Command, Option } from 'commander';
import { clientFor } from '../terminal.ts';
import { type ChangeOptions, changeCommand, opened, print } from './connection.ts';
import { wholeDifference } from './difference.ts';
import { listText, pageText } from './page-text.ts';

const states = [
  'draft',
  'in_review',
  'changes_requested',
  'approved',
  'published',
  'rejected',
  'withdrawn',
] as const;

interface ListOptions extends ChangeOptions {
  readonly library?: string;
  readonly state?: (typeof states)[number];
  readonly mine: boolean;
  readonly limit: string;
}

/** `change list`, `show`, `diff`, `open`: what there is, and what one of them would do. */
export function addReadingCommands(change: Command): void {
  changeCommand(change, 'list', 'list changes, newest first')
    .option('--library <name>', 'only in this library')
    .addOption(new Option('--state <state>', 'only in this state').choices(states))
    .option('--mine', 'only those whose next step is mine', false)
    .option('--limit <number>', 'at most this many', '50')
    .action(list);
  changeCommand(change, 'show <change>', 'show what a change does, what is decided and what is missing')
    .option('--diff', 'and its whole difference', false)
    .action(show);
  changeCommand(change, 'diff <change>', 'show the whole difference of a change').action(diff);
  changeCommand(change, 'open <change>', 'print the address of the change’s page').action(open);
}

async function list(options: ListOptions): Promise<void> {
  const { library, state, mine, limit } = options;
  const answer = await clientFor(options).call('change.list', {
    query: {
      limit: Number(limit),
      ...(library === undefined ? {} : { library }),
      ...(state === undefined ? {} : { state }),
      ...(mine ? { waiting: 'me' as const } : {}),
    },
  });
  print(answer, options, () => listText(answer.items));
}

async function show(named: string, options: ChangeOptions & { readonly diff: boolean }): Promise<void> {
  const { client, params } = await opened(named, options);
  const page = await client.call('change.read', { params });
  const difference = options.diff && !options.json ? `\n${await wholeDifference(client, page)}` : '';
  print(page, options, () => pageText(page) + difference);
}

async function diff(named: string, options: ChangeOptions): Promise<void> {
  const { client, params } = await opened(named, options);
  const page = await client.call('change.read', { params });
  const difference = await wholeDifference(client, page);
  print({ revision: page.revision, digest: page.digest, difference }, options, () => difference);
}

async function open(named: string, options: ChangeOptions): Promise<void> {
  const { client, params } = await opened(named, options);
  const { organization } = await client.call('session.read', {});
  const { id } = await client.call('change.read', { params });
  const address = new URL(`/${organization.name}/changes/${id}`, options.address).href;
  print({ address }, options, () => `${address}\n`);
}
