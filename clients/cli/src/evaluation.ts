import { setTimeout as sleep } from 'node:timers/promises';
import type { AnswerOf } from '@countersign/sdk';
import type { Command } from 'commander';
import { clientFor, say, withServer } from './terminal.ts';
import { visible } from './visible.ts';

interface Options {
  readonly address: string;
  readonly key: string;
  readonly change?: string;
  readonly version: string;
  readonly json: boolean;
}
type Run = AnswerOf<'evaluation.read'>;

const everyMs = 500;

/** `countersign evaluation …` (or `eval`): run the cases of a change or of one file, and end with status 1 unless all pass. */
export function addEvaluationCommands(program: Command): void {
  const evaluation = program.command('evaluation').alias('eval').description('what prompts have to answer');
  withServer(evaluation.command('run [file]'))
    .description('run the cases of LIBRARY/NAME.eval.yaml, or with --change all that a change is about')
    .option('--change <change>', 'a change: what comes out is its check “evaluations”')
    .option('--version <version>', 'of the prompt: production, 7 or branch:NAME', 'production')
    .option('--json', 'print the whole run as JSON', false)
    .action(run);
}

async function run(file: string | undefined, options: Options): Promise<void> {
  const client = clientFor(options);
  const begun = await client.call('evaluation.run', { body: askedOf(file, options) });
  let told = -1;
  for (;;) {
    const now = await client.call('evaluation.read', { params: { evaluation: begun.id } });
    if (now.done !== told) say(`${now.done} of ${now.total} done`);
    told = now.done;
    if (now.state !== 'running') return end(now, options.json);
    await sleep(everyMs);
  }
}

function end(found: Run, json: boolean): void {
  process.stdout.write(`${json ? JSON.stringify(found, null, 2) : evaluationLines(found).join('\n')}\n`);
  if (found.state !== 'passed') process.exitCode = 1;
}

export function askedOf(file: string | undefined, { change, version }: Pick<Options, 'change' | 'version'>) {
  if (change !== undefined && file === undefined) return { change };
  const at = file?.indexOf('/') ?? -1;
  if (file === undefined || change !== undefined || at < 1)
    throw new Error('Name one evaluation, LIBRARY/NAME.eval.yaml, or one change with --change.');
  return { library: file.slice(0, at), path: file.slice(at + 1), version };
}

/** What did not hold, with why; then the sum. */
export function evaluationLines({ cases, state, detail }: Run): string[] {
  const open = cases.filter(({ candidate }) => candidate.state !== 'passed');
  const word = { failed: 'FAILED ', errored: 'UNKNOWN', passed: 'passed ' };
  return [
    ...open.flatMap(({ candidate, description, path, line, baseline }) => [
      visible(
        `${word[candidate.state]}  ${path}:${line}  ${description ?? ''}${baseline?.state === 'passed' ? '  (what is live passes)' : ''}`,
      ),
      ...candidate.findings
        .filter((finding) => finding.state !== 'passed')
        .map(({ message }) => visible(`         ${message}`)),
    ]),
    visible(`${state === 'errored' ? 'not known' : state}: ${detail}`),
  ];
}
