import type { Client } from '@countersign/sdk';
import type { Command } from 'commander';
import { blameText } from './blame-text.ts';
import { clientFor, say, withServer } from './terminal.ts';
import { unified } from './unified.ts';
import { visible } from './visible.ts';

interface Connection {
  readonly address: string;
  readonly key: string;
}
interface DiffOptions extends Connection {
  readonly from?: string;
  readonly to: string;
}
interface BlameOptions extends Connection {
  readonly ref?: string;
  readonly at?: string;
  readonly environment: string;
}

/** `countersign diff` and `countersign blame`: what differs between two states of an asset, and who wrote what is there. */
export function addComparingCommands(program: Command): void {
  withServer(program.command('diff <asset>'))
    .description(
      'show what differs between two states of an asset, e.g. support/reply --from @6 --to @production',
    )
    .option(
      '--from <ref>',
      'a branch, a commit, @6, @staging or @sha256:…; the version before --to when left out',
    )
    .option('--to <ref>', 'the same', '@production')
    .action((asset: string, options: DiffOptions) => diff(asset, options));
  withServer(program.command('blame <asset>'))
    .description('show who wrote each line of an asset, and which version published it')
    .option('--ref <ref>', 'a branch, a commit, @6 or @production')
    .option('--at <time>', 'what was live then, e.g. 2026-03-02T09:00:00Z')
    .option('--environment <name>', 'where it was live', 'production')
    .action((asset: string, options: BlameOptions) => blame(asset, options));
}

async function diff(text: string, options: DiffOptions): Promise<void> {
  const client = clientFor(options);
  const { library, path } = assetNamed(text);
  const from = options.from ?? (await versionBefore(client, library, path, options.to));
  const query = { path, from, to: options.to };
  const comparison = await client.call('asset.compare', { params: { library }, query });
  if (comparison.text.hunks.length === 0) say(`${visible(path)} is the same at ${from} and ${options.to}.`);
  else process.stdout.write(unified(comparison, { color: process.stdout.isTTY && !process.env.NO_COLOR }));
}

/** What one most likely wants to see a state against. */
async function versionBefore(client: Client, library: string, path: string, to: string): Promise<string> {
  if (!to.startsWith('@')) return '@production';
  const { version } = await client.call('asset.read', { params: { library }, query: { path, ref: to } });
  if (version === null || version < 2)
    throw new Error(`There is no version before ${to}. Say what to compare it with: --from REF.`);
  return `@${version - 1}`;
}

async function blame(text: string, options: BlameOptions): Promise<void> {
  const client = clientFor(options);
  const { library, path } = assetNamed(text);
  if (options.at !== undefined && options.ref !== undefined)
    throw new Error('Give --ref or --at, not both: --at finds out what was live then.');
  const ref =
    options.at === undefined
      ? (options.ref ?? `@${options.environment}`)
      : await liveAt(client, { library, path, environment: options.environment, at: instant(options.at) });
  if (ref === undefined) return;
  const answer = await client.call('asset.blame', { params: { library }, query: { path, ref } });
  process.stdout.write(blameText(answer));
}

/** Says what was live then and who published it; gives the reference to it, or undefined when nothing was. */
async function liveAt(
  client: Client,
  { library, path, environment, at }: { library: string; path: string; environment: string; at: string },
): Promise<string | undefined> {
  const query = { path, environment, at };
  const live = await client.call('version.live', { params: { library }, query });
  const where = `in ${environment} at ${at}`;
  if (live.version === null) {
    say(`Nothing was live ${where}.`);
    process.exitCode = 1;
    return undefined;
  }
  const by = live.by === null ? '' : ` by ${visible(live.by.displayName)}`;
  const change = live.change === null ? '' : ` (change ${live.change})`;
  const until = live.until === null ? 'and still is' : `until ${live.until}`;
  say(`v${live.version} was live ${where}: since ${live.since ?? 'before'}${by}${change}, ${until}.`);
  if (live.reason) say(`Reason: ${visible(live.reason)}`);
  return `@${live.version}`;
}

/** `support/reply` → the library and the file's path. */
export function assetNamed(text: string): { readonly library: string; readonly path: string } {
  const slash = text.indexOf('/');
  if (slash < 1 || slash === text.length - 1)
    throw new Error(`Name an asset as LIBRARY/NAME, not ${visible(text)}.`);
  const name = text.slice(slash + 1);
  const hasEnding = name.slice(name.lastIndexOf('/') + 1).includes('.');
  return { library: text.slice(0, slash), path: hasEnding ? name : `${name}.prompt` };
}

function instant(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw new Error(`--at takes a time such as 2026-03-02T09:00:00Z, not ${visible(text)}.`);
  return date.toISOString();
}
