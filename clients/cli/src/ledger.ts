import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { linesOf, type Refusal, verifyBundle, verifyExport } from '@countersign/sdk';
import type { Command } from 'commander';
import { clientFor, say, withServer } from './terminal.ts';
import { visible } from './visible.ts';

interface VerifyOptions {
  readonly key?: string;
  readonly earlier?: string;
}

/** `countersign ledger verify` works offline, on files alone; `ledger export` fetches such a file. */
export function addLedgerCommands(program: Command): void {
  const ledger = program.command('ledger').description('fetch and check the record');
  ledger
    .command('verify <file>')
    .description('check a proof (JSON) or an export (JSON lines), offline')
    .option('--key <vkey>', 'the log’s verifier key, got by another way than the file')
    .option('--earlier <file>', 'a checkpoint that you kept: the log must still contain it')
    .action(async (file: string, options: VerifyOptions) => {
      await verify(file, options);
    });
  withServer(ledger.command('export'))
    .description('write the whole log to standard output')
    .action(async (options: { address: string; key: string }) => {
      const body = await clientFor(options).stream('/api/v1/ledger/export');
      for await (const chunk of body) if (!process.stdout.write(chunk)) await drained();
    });
  withServer(ledger.command('checkpoint'))
    .description(
      'write the newest signed checkpoint to standard output; keep it to check the log against later',
    )
    .action(async (options: { address: string; key: string }) => {
      const { checkpoint } = await clientFor(options).call('ledger.head', {});
      process.stdout.write(checkpoint);
    });
}

const drained = () => new Promise<void>((resolve) => process.stdout.once('drain', () => resolve()));

async function verify(file: string, options: VerifyOptions): Promise<void> {
  const earlierCheckpoint =
    options.earlier === undefined ? undefined : await readFile(options.earlier, 'utf8');
  const answer = (await isExport(file))
    ? await verifyExport(linesOf(createReadStream(file)), {
        ...(options.key === undefined ? {} : { key: options.key }),
        ...(earlierCheckpoint === undefined ? {} : { earlierCheckpoint }),
        onProgress: ({ entries, treeSize }) => progress(entries, treeSize),
      })
    : await verifyBundle(await readFile(file), options.key === undefined ? {} : { key: options.key });
  if (!answer.ok) {
    refuse(answer);
    return;
  }
  const shown =
    'entries' in answer ? `${answer.entries.length} entries are in the log` : 'the whole log is intact';
  process.stdout.write(
    `verified: ${shown}\n  log    ${answer.origin}\n  size   ${answer.treeSize}\n  root   ${answer.rootHash}\n`,
  );
  if ('entries' in answer)
    for (const { index, entry } of answer.entries)
      process.stdout.write(`  ${String(index).padStart(6)} ${entry.at}  ${entry.action}\n`);
  if (!answer.pinned)
    say('The key came with the file. To be sure whose log this is, give the key you know with --key.');
}

function refuse(refusal: Refusal): void {
  const place = refusal.index === undefined ? '' : ` First bad index: ${refusal.index}.`;
  // A refusal may quote what the file says, and the file may come from anybody (AT-34).
  process.stdout.write(`NOT verified: ${visible(refusal.sentence)}${place} (${refusal.reason})\n`);
  process.exitCode = 2;
}

function progress(entries: number, treeSize: number): void {
  if (process.stderr.isTTY && treeSize > 0)
    process.stderr.write(`\r${entries} of ${treeSize} entries checked${entries === treeSize ? '\n' : ''}`);
}

/** An export's first line is a whole JSON object that names its format; a proof is one JSON object over the whole file. */
async function isExport(file: string): Promise<boolean> {
  for await (const line of linesOf(createReadStream(file))) return line.includes('"countersign.export/');
  return false;
}
