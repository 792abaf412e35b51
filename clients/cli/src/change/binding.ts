import type { Client } from '@countersign/sdk';
import type { Command } from 'commander';
import { say } from '../terminal.ts';
import { visible } from '../visible.ts';
import { ask } from './ask.ts';
import type { ChangePage } from './connection.ts';
import { wholeDifference } from './difference.ts';
import { pageText } from './page-text.ts';

/** How the person says that they read exactly this. */
export interface Binding {
  readonly digest?: string;
  readonly yes: boolean;
}

/** The options of commands that bind exact content. */
export const bindingOptions = (command: Command): Command =>
  command
    .option(
      '--digest <digest>',
      'the digest that was read (countersign change show); nothing else is decided on',
    )
    .option('--yes', 'do not ask; needs --digest', false);

/**
 * Whether the person agrees to an act on exactly this content. Shows the whole difference first and asks, or takes the digest that was
 * read before: a content that moved meanwhile is refused. Says so and sets exit code 2 when they do not.
 */
export async function agreed(
  client: Client,
  page: ChangePage,
  options: Binding,
  act: string,
): Promise<boolean> {
  if (options.yes && options.digest === undefined)
    throw new Error('Say what was read: --yes needs --digest, as countersign change show gives it.');
  if (options.digest !== undefined && options.digest !== page.digest)
    throw new Error(
      `This change holds other content now than you read: ${page.digest}. Read it again: countersign change show ${page.id} --diff`,
    );
  if (options.yes) return true;
  process.stderr.write(`${pageText(page)}\n${await wholeDifference(client, page)}\n`);
  const question = `${act} exactly this to ${visible(page.environment)}? Type yes: `;
  const otherwise = `Nobody is at the terminal to be asked. Read the change, then give --yes --digest ${page.digest}`;
  if ((await ask(question, otherwise)) === 'yes') return true;
  say('Nothing was done.');
  process.exitCode = 2;
  return false;
}
