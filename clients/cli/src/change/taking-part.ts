import type { Client } from '@countersign/sdk';
import type { Command } from 'commander';
import { say } from '../terminal.ts';
import { visible } from '../visible.ts';
import { type ChangeOptions, changeCommand, opened, print } from './connection.ts';
import { pageText } from './page-text.ts';

/** `change request`, `dismiss`, `subscribe`, `mute`, `update`: who is asked, who is told, and what the change is called. */
export function addTakingPartCommands(change: Command): void {
  const who = 'an e-mail address, team:NAME, or an id';
  changeCommand(change, 'request <change> <reviewer>', `ask a person or a team to look: ${who}`).action(
    (named: string, reviewer: string, options: ChangeOptions) => asking('request', named, reviewer, options),
  );
  changeCommand(change, 'dismiss <change> <reviewer>', `take a request back: ${who}`).action(
    (named: string, reviewer: string, options: ChangeOptions) => asking('dismiss', named, reviewer, options),
  );
  changeCommand(change, 'subscribe <change>', 'be told of what happens to a change').action(
    (named: string, options: ChangeOptions) => telling('subscription.create', named, options),
  );
  changeCommand(change, 'mute <change>', 'be told nothing more of a change').action(
    (named: string, options: ChangeOptions) => telling('subscription.end', named, options),
  );
  changeCommand(change, 'update <change>', 'reword a change')
    .option('--title <text>', 'what it is, in a line')
    .option('--description <text>', 'why, and what to look at')
    .action(update);
}

async function asking(
  act: 'request' | 'dismiss',
  named: string,
  who: string,
  options: ChangeOptions,
): Promise<void> {
  const { client, params } = await opened(named, options);
  const reviewer = await reviewerNamed(client, who);
  const page =
    act === 'request'
      ? await client.call('reviewer.request', { params, body: { reviewer } })
      : await client.call('reviewer.dismiss', { params: { ...params, reviewer }, body: {} });
  print(page, options, () => pageText(page));
}

async function telling(
  action: 'subscription.create' | 'subscription.end',
  named: string,
  options: ChangeOptions,
): Promise<void> {
  const { client, params } = await opened(named, options);
  const page = await client.call(action, { params, body: {} });
  print(page.subscription, options, () => '');
  say(page.subscription.on ? 'You are told of what happens to it.' : 'You are told nothing more of it.');
}

async function update(
  named: string,
  {
    title,
    description,
    ...options
  }: ChangeOptions & { readonly title?: string; readonly description?: string },
): Promise<void> {
  const { client, params } = await opened(named, options);
  const body = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
  const page = await client.call('change.update', { params, body });
  print(page, options, () => pageText(page));
}

async function reviewerNamed(client: Client, who: string): Promise<string> {
  if (/^(?:per|tea)_[0-9a-z]+$/.test(who)) return who;
  if (who.startsWith('team:')) {
    const team = await client.call('team.read', { params: { team: who.slice('team:'.length) } });
    return team.id;
  }
  let cursor: string | undefined;
  do {
    const query = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const page = await client.call('person.list', { query });
    const found = page.items.find(({ email }) => email.toLowerCase() === who.toLowerCase());
    if (found !== undefined) return found.id;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  throw new Error(
    `Nobody here has the address ${visible(who)}. Give an e-mail address, team:NAME, or an id.`,
  );
}
