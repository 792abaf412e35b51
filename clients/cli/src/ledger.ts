import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  type BundleAnswer,
  type ContinuationAnswer,
  consistencyFormat,
  type ExportAnswer,
  linesOf,
  type Refusal,
  verifyBundle,
  verifyContinuation,
  verifyExport,
} from '@countersign/sdk';
import { type Command, Option } from 'commander';
import { clientFor, say, withServer } from './terminal.ts';
import { visible } from './visible.ts';
import { toldWitnesses, trustedWitnesses, type WitnessOptions, withWitnesses } from './witnesses.ts';

interface VerifyOptions extends WitnessOptions {
  readonly key?: string;
  readonly since?: string;
  readonly receipt?: string;
}

/** `countersign ledger verify` works offline, on files alone; the other commands fetch such files, or rotate the log’s key. */
export function addLedgerCommands(program: Command): void {
  const ledger = program.command('ledger').description('fetch and check the record');
  withWitnesses(ledger.command('verify <file>'))
    .description('check an export (JSON lines), a proof of entries or a proof of consistency (JSON), offline')
    .option('--key <vkey>', 'one of the log’s verifier keys, got by another way than the file')
    .option('--since <file>', 'a checkpoint that you kept: the log must still begin with its entries')
    .option('--receipt <file>', 'a receipt that you were given: the export must have its entry')
    .addOption(new Option('--earlier <file>').hideHelp())
    .action(async (file: string, options: VerifyOptions & { earlier?: string }) => {
      const since = options.since ?? options.earlier;
      await verify(file, { ...options, ...(since === undefined ? {} : { since }) });
    });
  withServer(ledger.command('consistency'))
    .description('write a proof that the log continues the checkpoint that you kept to standard output')
    .requiredOption('--since <file>', 'the checkpoint')
    .action(async (options: { address: string; key: string; since: string }) => {
      const since = (await readFile(options.since, 'utf8')).split('\n', 2)[1] ?? '';
      if (!/^[0-9]+$/.test(since)) throw new Error(`${options.since} holds no checkpoint.`);
      const proof = await clientFor(options).call('ledger.prove', { query: { since: Number(since) } });
      process.stdout.write(`${JSON.stringify(proof, undefined, 2)}\n`);
    });
  withServer(ledger.command('rotate-key'))
    .description('give the log a new signing key; prints it, for those who pin it')
    .action(async (options: { address: string; key: string }) => {
      const { key } = await clientFor(options).call('ledger.rotate_key', { body: {} });
      process.stdout.write(`${key}\n`);
    });
  withServer(ledger.command('export'))
    .description(
      'write the log to standard output: whole as JSON lines, which verify, or in a form that other programs read',
    )
    .addOption(
      new Option(
        '--form <form>',
        'jsonl verifies offline; csv for tables, ocsf and cef for a SIEM, otlp for traces',
      )
        .choices(['jsonl', 'csv', 'ocsf', 'otlp', 'cef'])
        .default('jsonl'),
    )
    .addOption(new Option('--format <form>').hideHelp())
    .option('--from <index>', 'of a form: the first entry')
    .option('--to <index>', 'of a form: the entry before which it ends')
    .option('--limit <count>', 'of a form: at most so many entries')
    .option('--since <time>', 'of a form: from then on, as 2026-11-20T12:00:00Z')
    .option('--until <time>', 'of a form: before then')
    .action(async (options: { address: string; key: string } & Record<string, string>) => {
      const asked = new URLSearchParams();
      asked.set('format', options.format ?? options.form ?? 'jsonl');
      for (const name of ['from', 'to', 'limit', 'since', 'until']) {
        const value = options[name];
        if (value !== undefined) asked.set(name, value);
      }
      const body = await clientFor(options).stream(`/api/v1/ledger/export?${asked}`);
      for await (const chunk of body) if (!process.stdout.write(chunk)) await drained();
    });
  withServer(ledger.command('checkpoint'))
    .description(
      'write the newest signed checkpoint to standard output; keep it to check the log against later',
    )
    .option('--witnessed', 'the newest one that enough witnesses cosigned, with their lines', false)
    .action(async (options: { address: string; key: string; witnessed: boolean }) => {
      const client = clientFor(options);
      const found = options.witnessed
        ? (await client.call('witness.list', {})).head
        : await client.call('ledger.head', {});
      if (found === null) throw new Error('Enough witnesses have never cosigned this log.');
      process.stdout.write(found.checkpoint);
    });
}

const drained = () => new Promise<void>((resolve) => process.stdout.once('drain', () => resolve()));

async function verify(file: string, options: VerifyOptions): Promise<void> {
  const earlierCheckpoint = options.since === undefined ? undefined : await readFile(options.since, 'utf8');
  const given = {
    ...(options.key === undefined ? {} : { key: options.key }),
    ...(earlierCheckpoint === undefined ? {} : { earlierCheckpoint }),
    ...trustedWitnesses(options),
  };
  const kind = await kindOf(file);
  if (options.receipt !== undefined && kind !== 'export')
    throw new Error('A receipt is checked against a whole export: countersign ledger export.');
  const receipt = options.receipt === undefined ? {} : { receipt: await readFile(options.receipt, 'utf8') };
  const answer = await (kind === 'export'
    ? verifyExport(linesOf(createReadStream(file)), { ...given, ...receipt, onProgress: progress })
    : kind === 'consistency'
      ? verifyContinuation(await readFile(file), given)
      : verifyBundle(await readFile(file), given));
  if (!answer.ok) {
    refuse(answer);
    return;
  }
  process.stdout.write(
    `verified: ${told(answer, earlierCheckpoint !== undefined)}\n  log    ${visible(answer.origin)}\n  size   ${answer.treeSize}\n  root   ${answer.rootHash}\n`,
  );
  if (answer.witnessed !== undefined) process.stdout.write(toldWitnesses(answer.witnessed));
  if ('entries' in answer) {
    for (const { index, entry } of answer.entries)
      process.stdout.write(`  ${String(index).padStart(6)} ${entry.at}  ${entry.action}\n`);
    if (earlierCheckpoint !== undefined)
      say(
        'A proof of entries says nothing about earlier checkpoints: give an export or a proof of consistency.',
      );
  }
  if ('rollbacks' in answer)
    for (const { index, at, lostSize, keptSize } of answer.rollbacks ?? [])
      process.stdout.write(
        `  HISTORY WAS LOST: entry ${index} (${visible(at)}) says that the log had ${lostSize} entries and went on from ${keptSize}\n`,
      );
  if ('receipt' in answer && answer.receipt !== undefined)
    process.stdout.write(
      `  receipt kept: ${visible(answer.receipt.entry)} is entry ${answer.receipt.index}\n`,
    );
  if (!answer.pinned)
    say('The key came with the file. To be sure whose log this is, give the key you know with --key.');
}

type Verified = Extract<ExportAnswer | BundleAnswer | ContinuationAnswer, { ok: true }>;

function told(answer: Verified, since: boolean): string {
  if ('entries' in answer) return `${answer.entries.length} entries are in the log`;
  if ('olderSize' in answer) return `the log continues what it was at ${answer.olderSize} entries`;
  return since ? 'the whole log is intact, and continues your checkpoint' : 'the whole log is intact';
}

function refuse(refusal: Refusal): void {
  const place = refusal.index === undefined ? '' : ` First bad index: ${refusal.index}.`;
  // A refusal may quote what the file says, and the file may come from anybody (AT-34).
  process.stdout.write(`NOT verified: ${visible(refusal.sentence)}${place} (${refusal.reason})\n`);
  process.exitCode = 2;
}

/** One line that is written over, a few times a second: the verifier calls it every ten thousand entries. */
function progress({ entries, treeSize }: { entries: number; treeSize: number }): void {
  if (!process.stderr.isTTY || treeSize === 0) return;
  const percent = Math.floor((100 * entries) / treeSize);
  process.stderr.write(
    `\r${entries} of ${treeSize} entries checked (${percent} %)${entries === treeSize ? '\n' : ''}`,
  );
}

/** An export's first line is a whole JSON object that names its format, and the file may be huge; a proof is one small JSON object. */
async function kindOf(file: string): Promise<'export' | 'consistency' | 'bundle'> {
  for await (const line of linesOf(createReadStream(file)))
    if (line.includes('"countersign.export/')) return 'export';
    else break;
  return (await readFile(file, 'utf8')).includes(`"${consistencyFormat}"`) ? 'consistency' : 'bundle';
}
