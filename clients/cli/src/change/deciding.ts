import type { Command } from 'commander';
import { agreed, type Binding, bindingOptions } from './binding.ts';
import { type ChangeOptions, changeCommand, opened, print } from './connection.ts';
import { pageText } from './page-text.ts';

interface ReviewOptions extends ChangeOptions {
  readonly endorse: boolean;
  readonly requestChanges: boolean;
  readonly comment: string;
  readonly revision?: string;
}

/** `change review`, `approve`, `retract`: what people decide. */
export function addDecidingCommands(change: Command): void {
  changeCommand(change, 'review <change>', 'endorse a change, or request changes to it')
    .option('--endorse', 'it is good; it may go on to approval', false)
    .option('--request-changes', 'it goes back to its author', false)
    .option('--comment <text>', 'why', '')
    .option('--revision <commit>', 'the revision that was read; the one that is there now when left out')
    .action(review);
  bindingOptions(changeCommand(change, 'approve <change>', 'approve exactly what a change holds'))
    .option('--comment <text>', 'why', '')
    .action(approve);
  changeCommand(change, 'retract <change>', 'take back what you decided, while the change is open').action(
    retract,
  );
}

async function review(named: string, options: ReviewOptions): Promise<void> {
  if (options.endorse === options.requestChanges)
    throw new Error('Say which: --endorse or --request-changes.');
  const { client, params } = await opened(named, options);
  const revision = options.revision ?? (await client.call('change.read', { params })).revision;
  const verdict = options.endorse ? ('endorse' as const) : ('request_changes' as const);
  const body = { revision, verdict, comment: options.comment };
  const page = await client.call('change.review', { params, body });
  print(page, options, () => pageText(page));
}

async function approve(
  named: string,
  options: ChangeOptions & Binding & { readonly comment: string },
): Promise<void> {
  const { client, params } = await opened(named, options);
  const read = await client.call('change.read', { params });
  if (!(await agreed(client, read, options, 'Approve'))) return;
  const { revision, digest, shown } = read;
  const body = { revision, digest, shown, comment: options.comment };
  const page = await client.call('change.approve', { params, body });
  print(page, options, () => pageText(page));
}

async function retract(named: string, options: ChangeOptions): Promise<void> {
  const { client, params } = await opened(named, options);
  const page = await client.call('change.retract', { params, body: {} });
  print(page, options, () => pageText(page));
}
