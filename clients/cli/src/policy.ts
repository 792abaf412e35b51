import type { AnswerOf } from '@countersign/sdk';
import type { Command } from 'commander';
import { readFolder } from './read-folder.ts';
import { clientFor, say, withServer } from './terminal.ts';
import { visible } from './visible.ts';

interface Options {
  readonly address: string;
  readonly key: string;
  readonly json: boolean;
}
type Verdict = AnswerOf<'policy.replay'>['recorded'];

/** `countersign policy …`: judge an execution once more, and run test cases. */
export function addPolicyCommands(program: Command): void {
  const policy = program.command('policy').description('what may run, and why something did not');
  withServer(policy.command('replay <execution>'))
    .description('judge an execution again by the rules that were in force then')
    .option('--json', 'print the request and both verdicts as JSON', false)
    .action(replay);
  withServer(policy.command('test [folder]'))
    .description(
      'run the *.policy-test.yaml of a folder against the Cedar in it; ends with status 1 when one fails',
    )
    .option('--over-live', 'add the rules and test cases that are in force', false)
    .option('--json', 'print what came of each as JSON', false)
    .action(test);
}

type TestOptions = Options & { readonly overLive: boolean };

/** Reads only, here and there. */
async function test(folder: string | undefined, options: TestOptions): Promise<void> {
  const { files } = await readFolder(folder ?? '.');
  const policy = files.filter(({ path }) => /\.(?:cedar|policy-test\.yaml)$/.test(path));
  if (policy.length === 0) {
    say('There is no .cedar and no .policy-test.yaml in this folder. Name another.');
    process.exitCode = 1;
    return;
  }
  const over = options.overLive ? 'live' : 'nothing';
  const { items } = await clientFor(options).call('policy.test', { body: { files: policy, over } });
  const failed = items.filter(({ failure }) => failure !== null);
  const lines = options.json
    ? [JSON.stringify(items, null, 2)]
    : failed.map(({ path, line, name, failure }) => visible(`${path}:${line}: ${name}: ${failure ?? ''}`));
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
  say(failed.length === 0 ? `${items.length} test cases hold.` : `${failed.length} of ${items.length} fail.`);
  if (failed.length > 0) process.exitCode = 1;
}

/** Ends with status 1 when the verdict is not the recorded one. */
async function replay(execution: string, options: Options): Promise<void> {
  const answer = await clientFor(options).call('policy.replay', { params: { execution } });
  const lines = options.json ? [JSON.stringify(answer, null, 2)] : linesOf(answer.recorded);
  process.stdout.write(`${lines.join('\n')}\n`);
  if (answer.same) return say('Replayed: the same verdict, to the last rule.');
  say(`Replayed, and it is NOT the same: ${linesOf(answer.replayed).join('; ')}`);
  process.exitCode = 1;
}

function linesOf({ decision, rules, obligations, monitored, errors, policyVersion }: Verdict): string[] {
  return [
    `${decision} under ${policyVersion}`,
    ...rules.map(({ id, effect, reason }) => `  ${effect}s  ${visible(id)}: ${visible(reason)}`),
    ...obligations.map(({ rule, kind, argument }) =>
      visible(`  asks     ${rule}: ${argument === '' ? kind : `${kind}:${argument}`}`),
    ),
    ...monitored.map(({ id, effect }) => visible(`  watches  ${id} (would ${effect})`)),
    ...errors.map((id) => visible(`  failed   ${id}`)),
  ];
}
