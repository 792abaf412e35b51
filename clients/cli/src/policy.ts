import type { AnswerOf } from '@countersign/sdk';
import type { Command } from 'commander';
import { clientFor, say, withServer } from './terminal.ts';
import { visible } from './visible.ts';

interface Options {
  readonly address: string;
  readonly key: string;
  readonly json: boolean;
}
type Verdict = AnswerOf<'policy.replay'>['recorded'];

/** `countersign policy …`: judge an execution once more. */
export function addPolicyCommands(program: Command): void {
  const policy = program.command('policy').description('what may run, and why something did not');
  withServer(policy.command('replay <execution>'))
    .description('judge an execution again by the rules that were in force then')
    .option('--json', 'print the request and both verdicts as JSON', false)
    .action(replay);
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
