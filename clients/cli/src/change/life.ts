import type { Command } from 'commander';
import { clientFor, say } from '../terminal.ts';
import { agreed, type Binding, bindingOptions } from './binding.ts';
import { type ChangeOptions, changeCommand, opened, print } from './connection.ts';
import { pageText } from './page-text.ts';

interface CreateOptions extends ChangeOptions {
  readonly library: string;
  readonly branch: string;
  readonly title: string;
  readonly description: string;
  readonly environment: string;
  readonly submit: boolean;
}

/** `change create`, `submit`, `reject`, `withdraw`, `publish`: how a change begins and ends. */
export function addLifeCommands(change: Command): void {
  changeCommand(change, 'create', 'open a draft change from a branch')
    .requiredOption('--library <name>', 'the library')
    .requiredOption('--branch <name>', 'the branch that holds the work')
    .requiredOption('--title <text>', 'what it is, in a line')
    .option('--description <text>', 'why, and what to look at', '')
    .option('--environment <name>', 'where it shall go live', 'production')
    .option('--submit', 'and submit it for review', false)
    .action(create);
  changeCommand(change, 'submit <change>', 'submit a draft for review').action(submit);
  changeCommand(change, 'reject <change>', 'end a change that should not be published')
    .requiredOption('--comment <text>', 'why')
    .action(reject);
  changeCommand(change, 'withdraw <change>', 'take a change back; its branch stays').action(withdraw);
  bindingOptions(changeCommand(change, 'publish <change>', 'publish what was approved')).action(publish);
}

async function create(options: CreateOptions): Promise<void> {
  const { library, branch, title, description, environment } = options;
  const client = clientFor(options);
  const body = { library, branch, title, description, environment };
  const draft = await client.call('change.create', { body });
  const params = { change: draft.id };
  const page = options.submit ? await client.call('change.submit', { params, body: {} }) : draft;
  print(page, options, () => pageText(page));
}

async function submit(named: string, options: ChangeOptions): Promise<void> {
  const { client, params } = await opened(named, options);
  const page = await client.call('change.submit', { params, body: {} });
  print(page, options, () => pageText(page));
}

async function reject(named: string, options: ChangeOptions & { readonly comment: string }): Promise<void> {
  const { client, params } = await opened(named, options);
  const { revision } = await client.call('change.read', { params });
  const page = await client.call('change.reject', { params, body: { revision, comment: options.comment } });
  print(page, options, () => pageText(page));
}

async function withdraw(named: string, options: ChangeOptions): Promise<void> {
  const { client, params } = await opened(named, options);
  const page = await client.call('change.withdraw', { params, body: {} });
  print(page, options, () => pageText(page));
}

async function publish(named: string, options: ChangeOptions & Binding): Promise<void> {
  const { client, params } = await opened(named, options);
  const read = await client.call('change.read', { params });
  if (!(await agreed(client, read, options, 'Publish'))) return;
  const { revision, digest } = read;
  const page = await client.call('change.publish', { params, body: { revision, digest } });
  print(page, options, () => pageText(page));
  const versions = page.versions.map(({ path, number }) => `${path}@${number}`).join(', ');
  say(`Live in ${page.environment}${versions === '' ? '' : `: ${versions}`}.`);
}
