import type { Command } from 'commander';
import { say } from '../terminal.ts';
import { visible } from '../visible.ts';
import { agreed, type Binding, bindingOptions } from './binding.ts';
import { type ChangeOptions, changeCommand, opened, print } from './connection.ts';
import { pageText } from './page-text.ts';

/** `change schedule`, `unschedule`, `break-glass`, `review-break-glass`: how a change goes live, beside publishing it now. */
export function addGoingLiveCommands(change: Command): void {
  bindingOptions(changeCommand(change, 'schedule <change>', 'publish what was approved at a time'))
    .requiredOption('--at <time>', 'when, such as 2026-12-01T06:00:00Z; at most 90 days ahead')
    .option('--notes <text>', 'release notes; without, what the commits said')
    .action(schedule);
  changeCommand(change, 'unschedule <change>', 'call a scheduled publication off').action(unschedule);
  bindingOptions(
    changeCommand(change, 'break-glass <change>', 'publish without approval, for at most 8 hours'),
  )
    .requiredOption('--reason <text>', 'why it cannot wait; at least 20 characters')
    .requiredOption('--hours <number>', 'when it goes back unless an approver upholds it; 8 at most', Number)
    .action(breakGlass);
  changeCommand(change, 'review-break-glass <change>', 'uphold or undo what was published by break-glass')
    .option('--uphold', 'it may stay', false)
    .option('--undo', 'back to what was live before', false)
    .requiredOption('--comment <text>', 'why')
    .action(reviewBreakGlass);
}

interface ScheduleOptions extends ChangeOptions, Binding {
  readonly at: string;
  readonly notes?: string;
}

async function schedule(named: string, options: ScheduleOptions): Promise<void> {
  const { client, params } = await opened(named, options);
  const read = await client.call('change.read', { params });
  if (!(await agreed(client, read, options, `Publish at ${visible(options.at)}`))) return;
  const { revision, digest } = read;
  const { at, notes } = options;
  const body = { revision, digest, at, ...(notes === undefined ? {} : { notes }) };
  const page = await client.call('change.schedule', { params, body });
  print(page, options, () => pageText(page));
  say(`It goes live in ${page.environment} at ${page.schedule?.at ?? at}, if it may then.`);
}

async function unschedule(named: string, options: ChangeOptions): Promise<void> {
  const { client, params } = await opened(named, options);
  const page = await client.call('change.unschedule', { params, body: {} });
  print(page, options, () => pageText(page));
}

interface BreakGlassOptions extends ChangeOptions, Binding {
  readonly reason: string;
  readonly hours: number;
}

async function breakGlass(named: string, options: BreakGlassOptions): Promise<void> {
  const { client, params } = await opened(named, options);
  const { reason, hours } = options;
  if (!(hours > 0 && hours <= 8)) throw new Error('--hours is a number above 0 and at most 8.');
  const read = await client.call('change.read', { params });
  say('All admins and auditors are told at once, and an approver has to review it.');
  if (!(await agreed(client, read, options, 'Publish without approval'))) return;
  const { revision, digest } = read;
  const expiresAt = new Date(Date.now() + hours * 3_600_000).toISOString();
  const page = await client.call('break_glass.create', {
    params,
    body: { revision, digest, reason, expiresAt },
  });
  print(page, options, () => pageText(page));
  say(`Live in ${page.environment} until ${expiresAt}, unless an approver upholds it.`);
}

interface ReviewOptions extends ChangeOptions {
  readonly uphold: boolean;
  readonly undo: boolean;
  readonly comment: string;
}

async function reviewBreakGlass(named: string, options: ReviewOptions): Promise<void> {
  if (options.uphold === options.undo) throw new Error('Say either --uphold or --undo.');
  const { client, params } = await opened(named, options);
  const { digest } = await client.call('change.read', { params });
  const verdict = options.uphold ? 'uphold' : 'undo';
  const body = { verdict, digest, comment: options.comment } as const;
  const page = await client.call('break_glass.review', { params, body });
  print(page, options, () => pageText(page));
}
