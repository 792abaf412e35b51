import type { AnswerOf, Client } from '@countersign/sdk';
import type { Command } from 'commander';
import { clientFor, withServer } from '../terminal.ts';
import { visible } from '../visible.ts';

/** What every command about changes is given. */
export interface ChangeOptions {
  readonly address: string;
  readonly key: string;
  readonly json: boolean;
}
export type ChangePage = AnswerOf<'change.read'>;

/** A command under `countersign change`, with what all of them take. Each family of commands adds its own with this. */
export function changeCommand(change: Command, usage: string, about: string): Command {
  return withServer(change.command(usage))
    .description(about)
    .option('--json', 'print the answer as JSON', false);
}

/** The client, and the change's id. */
export async function opened(
  named: string,
  options: ChangeOptions,
): Promise<{ readonly client: Client; readonly params: { readonly change: string } }> {
  const client = clientFor(options);
  return { client, params: { change: await changeNamed(client, named) } };
}

/** `chg_…` as it is; `support#12` is looked up. */
export async function changeNamed(client: Client, named: string): Promise<string> {
  if (/^chg_[0-9a-z]+$/.test(named)) return named;
  const [, library, number] = /^([a-z0-9][a-z0-9-]*)#(\d+)$/.exec(named) ?? [];
  if (library === undefined)
    throw new Error(`Name a change as LIBRARY#NUMBER or by its id, chg_…, not ${visible(named)}.`);
  let cursor: string | undefined;
  do {
    const query = { library, limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const page = await client.call('change.list', { query });
    const found = page.items.find((item) => item.number === Number(number));
    if (found !== undefined) return found.id;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  throw new Error(`There is no change ${named} that you may see. List them: countersign change list.`);
}

/** Prints an answer: as JSON when asked, else as text. */
export function print(answer: unknown, options: { readonly json: boolean }, text: () => string): void {
  process.stdout.write(options.json ? `${JSON.stringify(answer, null, 2)}\n` : text());
}
