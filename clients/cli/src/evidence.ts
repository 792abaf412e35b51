import { readFile, writeFile } from 'node:fs/promises';
import { type EvidenceAnswer, type EvidenceWitnesses, verifyEvidence } from '@countersign/sdk/verify';
import type { Command } from 'commander';
import { clientFor, say, withServer } from './terminal.ts';
import { visible } from './visible.ts';
import { toldWitnesses, trustedWitnesses, type WitnessOptions, withWitnesses } from './witnesses.ts';

interface Options {
  readonly address: string;
  readonly key: string;
  readonly version?: number;
  readonly since?: string;
  readonly until?: string;
  readonly json: boolean;
  readonly contents: boolean;
  readonly reason?: string;
  readonly output?: string;
}

/** `countersign evidence …`: one file that answers one question, and the check of such a file without any server. */
export function addEvidenceCommands(program: Command): void {
  const evidence = program
    .command('evidence')
    .description('one file: who created, approved and used it, what came out, and the proofs');
  withServer(evidence.command('export <kind> [what]'))
    .description(
      'write a file about an execution (exe_…), a version (LIBRARY/PATH with --version), a change (chg_…), a person (per_…) or a period',
    )
    .option('--version <number>', 'of a version: its number', Number)
    .option('--since <instant>', 'of a person or a period: from when, e.g. 2026-11-01T00:00:00Z')
    .option('--until <instant>', 'until when; now without')
    .option('--contents', 'with what was said and what came out; needs --reason', false)
    .option('--reason <text>', 'why; it is recorded')
    .option('--json', 'the JSON instead of the page', false)
    .option('-o, --output <file>', 'where to; a name of its own without')
    .action(write);
  withWitnesses(evidence.command('verify <file>'))
    .description('check an evidence file, page or JSON, offline')
    .option('--key <vkey>', 'the log’s key as you know it; without it the key in the file is used')
    .action(verify);
}

async function write(kind: string, what: string | undefined, options: Options): Promise<void> {
  const made = await clientFor(options).call('evidence.export', {
    body: {
      subject: subjectOf(kind, what ?? '', options),
      format: options.json ? 'json' : 'page',
      contents: options.contents,
      ...(options.reason === undefined ? {} : { reason: options.reason }),
    },
  });
  const file = options.output ?? made.name;
  await writeFile(file, made.text);
  say(`Wrote ${file}. Open it in any browser, or check it: countersign evidence verify ${file}`);
}

function subjectOf(kind: string, what: string, { version, since, until }: Options) {
  if (kind === 'execution') return { kind, execution: what } as const;
  if (kind === 'change') return { kind, change: what } as const;
  if (kind === 'version') {
    const at = what.indexOf('/');
    if (at < 1 || version === undefined)
      throw new Error('Name a version as LIBRARY/PATH with --version NUMBER.');
    return { kind, library: what.slice(0, at), path: what.slice(at + 1), version } as const;
  }
  if (kind !== 'person' && kind !== 'period')
    throw new Error('There is evidence of an execution, a version, a change, a person or a period.');
  if (since === undefined) throw new Error('Say from when, with --since 2026-11-01T00:00:00Z.');
  const period = { since, until: until ?? new Date().toISOString() };
  return kind === 'person' ? ({ kind, person: what, ...period } as const) : ({ kind, ...period } as const);
}

/** A page holds the JSON in its one data block; a JSON file is it. */
export function evidenceIn(text: string): string {
  const block = /<script type="application\/json" id="evidence">(.*?)<\/script>/s.exec(text);
  return block?.[1] ?? text;
}

async function verify(
  file: string,
  { key, ...options }: WitnessOptions & { readonly key?: string },
): Promise<void> {
  const answer = await verifyEvidence(evidenceIn(await readFile(file, 'utf8')), {
    ...(key === undefined ? {} : { key }),
    ...trustedWitnesses(options),
  });
  process.stdout.write(told(answer));
  if (!answer.ok) process.exitCode = 2;
  else if (key === undefined)
    say('The key came with the file. To be sure whose log this is, give the key you know with --key.');
}

/** What a person reads. A file may come from anybody, so what it says is shown inert (AT-34). */
export function told(answer: EvidenceAnswer): string {
  if (!('report' in answer)) return `NOT verified: ${visible(answer.sentence)} (${answer.reason})\n`;
  const { entries, contents, reportHolds, proof, ok } = answer;
  const faults = [
    ...entries.flatMap((one) => (one.ok ? [] : [`entry #${one.index}: ${visible(one.sentence)}`])),
    ...(entries.every((one) => one.ok) && !proof.ok ? [visible(proof.sentence)] : []),
    ...contents.flatMap((one) =>
      one.ok ? [] : [`the ${visible(one.kind)} of ${visible(one.execution)} is not what was committed to`],
    ),
    ...(reportHolds ? [] : ['the report is not the one that was exported']),
    ...(answer.witnesses?.ok === false && answer.witnesses.pinned ? [answer.witnesses.sentence] : []),
  ];
  if (!ok) return `NOT verified:\n${faults.map((fault) => `  ${fault}\n`).join('')}`;
  const content = contents.length === 0 ? '' : `, ${contents.length} contents are what was committed to`;
  return `verified: ${entries.length} entries are in the signed log, the report is the one that was exported${content}\n${toldOf(answer.witnesses)}`;
}

function toldOf(witnesses: EvidenceWitnesses | undefined): string {
  if (witnesses === undefined) return '';
  if (!witnesses.ok) return `  not witnessed: ${visible(witnesses.sentence)}\n`;
  const whose = witnesses.pinned
    ? ''
    : '  These witnesses are those that the file names. Give those you know with --witness.\n';
  return `${toldWitnesses(witnesses)}${whose}`;
}
