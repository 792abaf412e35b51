import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { say } from '../terminal.ts';
import { type ChangeOptions, type ChangePage, changeCommand, opened, print } from './connection.ts';
import { placeNamed } from './place.ts';
import { threadsText } from './threads-text.ts';

interface CommentOptions extends ChangeOptions {
  readonly text: string;
  readonly at?: string;
  readonly base: boolean;
}
interface SuggestOptions extends ChangeOptions {
  readonly text: string;
  readonly at: string;
  readonly replacement?: string;
  readonly file?: string;
}

/** `change threads`, `comment`, `reply`, `resolve`, `reopen`, `suggest`, `accept`: what people say about a change. */
export function addTalkingCommands(change: Command): void {
  changeCommand(change, 'threads <change>', 'show what was said about a change').action(threads);
  changeCommand(change, 'comment <change>', 'comment on a change, a file or lines of one')
    .requiredOption('--text <text>', 'what to say')
    .option('--at <place>', 'PATH, PATH:LINE or PATH:FIRST-LAST, as the change proposes it')
    .option('--base', 'the lines are those that are published', false)
    .action(comment);
  changeCommand(change, 'reply <change> <thread>', 'answer in a thread')
    .requiredOption('--text <text>', 'what to say')
    .action(reply);
  changeCommand(change, 'resolve <change> <thread>', 'resolve a thread').action(
    (named: string, thread: string, options: ChangeOptions) => mark('thread.resolve', named, thread, options),
  );
  changeCommand(change, 'reopen <change> <thread>', 'open a resolved thread again').action(
    (named: string, thread: string, options: ChangeOptions) => mark('thread.reopen', named, thread, options),
  );
  changeCommand(change, 'suggest <change>', 'suggest what to put in place of some lines')
    .requiredOption('--at <place>', 'PATH:LINE or PATH:FIRST-LAST, as the change proposes it')
    .option('--replacement <text>', 'the new lines; empty takes the old ones away')
    .option('--file <file>', 'a file that holds the new lines')
    .option('--text <text>', 'why', '')
    .action(suggest);
  changeCommand(
    change,
    'accept <change> <suggestion...>',
    'make one commit of suggestions, by their com_… ids',
  )
    .option('--message <text>', 'the commit’s message')
    .action(accept);
}

const printThreads = (page: ChangePage, options: ChangeOptions): void =>
  print(page, options, () => threadsText(page));

async function threads(named: string, options: ChangeOptions): Promise<void> {
  const { client, params } = await opened(named, options);
  printThreads(await client.call('change.read', { params }), options);
}

async function comment(named: string, { text, at, base, ...options }: CommentOptions): Promise<void> {
  const { client, params } = await opened(named, options);
  const place = at === undefined ? {} : placeNamed(at);
  const body = { text, side: base ? ('base' as const) : ('head' as const), ...place };
  printThreads(await client.call('change.comment', { params, body }), options);
}

async function reply(
  named: string,
  thread: string,
  { text, ...options }: ChangeOptions & { readonly text: string },
): Promise<void> {
  const { client, params } = await opened(named, options);
  const body = { text, thread };
  printThreads(await client.call('change.comment', { params, body }), options);
}

async function mark(
  action: 'thread.resolve' | 'thread.reopen',
  named: string,
  thread: string,
  options: ChangeOptions,
): Promise<void> {
  const { client, params } = await opened(named, options);
  printThreads(await client.call(action, { params: { ...params, thread }, body: {} }), options);
}

async function suggest(
  named: string,
  { text, at, replacement: given, file, ...options }: SuggestOptions,
): Promise<void> {
  if ((given === undefined) === (file === undefined))
    throw new Error('Say what to put there: --replacement or --file, one of them.');
  const replacement = file === undefined ? (given ?? '') : await readFile(file, 'utf8');
  const { client, params } = await opened(named, options);
  const body = { text, replacement, ...placeNamed(at) };
  printThreads(await client.call('change.comment', { params, body }), options);
}

async function accept(
  named: string,
  suggestions: string[],
  { message, ...options }: ChangeOptions & { readonly message?: string },
): Promise<void> {
  const { client, params } = await opened(named, options);
  const { revision } = await client.call('change.read', { params });
  const body = { revision, suggestions, ...(message === undefined ? {} : { message }) };
  const page = await client.call('suggestion.accept', { params, body });
  printThreads(page, options);
  say(
    `Committed to ${page.branch} as ${page.revision.slice(0, 8)}. Who suggested it and you are its authors now.`,
  );
}
