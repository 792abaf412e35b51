import type { AnswerOf, InputOf } from '@countersign/sdk';
import { type Command, InvalidArgumentError } from 'commander';
import { clientFor, say, withServer } from './terminal.ts';
import { visible } from './visible.ts';

interface Server {
  readonly address: string;
  readonly key: string;
}
interface Narrowing {
  readonly library?: readonly string[];
  readonly environment?: readonly string[];
  readonly model?: readonly string[];
  readonly action?: readonly Action[];
  readonly useCase?: readonly string[];
  readonly ip?: readonly string[];
}
type Key = AnswerOf<'key.list'>['items'][number];
type Action = NonNullable<NonNullable<InputOf<'key.create'>['body']['scope']>['actions']>[number];

/** `countersign key …`. A secret is all that goes to standard output, so that it can be piped to where secrets belong. */
export function addKeyCommands(program: Command): void {
  const key = program.command('key').description('keys for programs');
  withServer(key.command('list')).description('yours, and those of apps you own').action(list);
  withServer(key.command('create <name>'))
    .description('make a key; its secret is printed once')
    .option('--app <id>', 'for an app; without, your own')
    .option('--library <names...>', 'only in these libraries')
    .option('--environment <names...>', 'only what is live in these')
    .option('--model <names...>', 'only these models')
    .option('--action <names...>', 'only these actions, such as execution.create', actionAfter)
    .option('--use-case <names...>', 'only published prompts for these')
    .option('--ip <ranges...>', 'only from these addresses: 203.0.113.7 or 10.0.0.0/8')
    .option('--days <number>', 'ends after so many days; without, it does not end', whole)
    .action(create);
  withServer(key.command('rotate <key>'))
    .description('put a new key in the place of one, which works a while longer')
    .option('--overlap-hours <number>', 'how long the old one still works', whole, 24)
    .action(rotate);
  withServer(key.command('revoke <key>'))
    .description('end a key, and the keys that were made with it, at once')
    .action(async (id: string, options: Server) => {
      await clientFor(options).call('key.revoke', { params: { key: id } });
      say(`${id} is revoked, and so is every key that was made with it.`);
    });
}

async function list(options: Server): Promise<void> {
  const client = clientFor(options);
  let cursor: string | null = null;
  do {
    const query = { limit: 200, ...(cursor === null ? {} : { cursor }) };
    const page: AnswerOf<'key.list'> = await client.call('key.list', { query });
    for (const one of page.items) process.stdout.write(`${keyLine(one)}\n`);
    cursor = page.next;
  } while (cursor !== null);
}

type Making = Server & Narrowing & { readonly app?: string; readonly days?: number };

async function create(displayName: string, options: Making): Promise<void> {
  const scope = keyScopeOf(options);
  const expiresAt =
    options.days === undefined ? undefined : new Date(Date.now() + options.days * 86_400_000).toISOString();
  const made = await clientFor(options).call('key.create', {
    body: {
      displayName,
      ...(options.app === undefined ? {} : { app: options.app }),
      ...(scope === undefined ? {} : { scope }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    },
  });
  process.stdout.write(`${made.secret}\n`);
  say(`${made.id} is made. Keep the secret now: it is not shown again.`);
}

async function rotate(id: string, options: Server & { readonly overlapHours: number }): Promise<void> {
  const { overlapHours } = options;
  const made = await clientFor(options).call('key.rotate', { params: { key: id }, body: { overlapHours } });
  process.stdout.write(`${made.secret}\n`);
  say(`${made.id} takes the place of ${id}, which works for ${overlapHours} more hours at most.`);
}

/** What the options narrow it to; undefined when to nothing. */
export function keyScopeOf({ library, environment, model, action, useCase, ip }: Narrowing) {
  const scope = {
    ...(library === undefined ? {} : { libraries: [...library] }),
    ...(environment === undefined ? {} : { environments: [...environment] }),
    ...(model === undefined ? {} : { models: [...model] }),
    ...(action === undefined ? {} : { actions: [...action] }),
    ...(useCase === undefined ? {} : { useCases: [...useCase] }),
    ...(ip === undefined ? {} : { ipRanges: [...ip] }),
  };
  return Object.keys(scope).length === 0 ? undefined : scope;
}

export function keyLine({ id, prefix, displayName, principal, ...key }: Key): string {
  const narrowed = Object.entries(key.scope ?? {}).map(([what, names]) => `${what} ${names.join(',')}`);
  const state =
    key.revokedAt !== null
      ? `revoked ${key.revokedAt}`
      : key.expiresAt === null
        ? 'no end'
        : `until ${key.expiresAt}`;
  const used = key.lastUsedAt === null ? 'not used' : `used ${key.lastUsedAt}`;
  return [id, prefix, displayName, principal.displayName, state, used, ...narrowed].map(visible).join('  ');
}

/** The form of one; whether there is such an action, the server says. */
const isAction = (text: string): text is Action => /^[a-z_]+\.[a-z_]+$/.test(text);

/** One more of the actions that were named. */
export function actionAfter(text: string, before: readonly Action[] = []): Action[] {
  if (!isAction(text))
    throw new InvalidArgumentError('Give an action as the API names it: execution.create.');
  return [...before, text];
}

function whole(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('Give a whole number.');
  return Number(text);
}
