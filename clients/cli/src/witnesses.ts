import type { TrustedWitnesses, Witnessed } from '@countersign/sdk';
import type { Command } from 'commander';
import { clientFor, withServer } from './terminal.ts';
import { visible } from './visible.ts';

/** What a command that verifies offline was told about witnesses. */
export interface WitnessOptions {
  readonly witness?: readonly string[];
  readonly need?: string;
}

export function withWitnesses(command: Command): Command {
  return command
    .option(
      '--witness <vkey>',
      'a witness that you trust, by its key, got by another way than the file; give it once for each',
      (vkey: string, before: readonly string[] | undefined) => [...(before ?? []), vkey],
    )
    .option('--need <count>', 'how many of these witnesses must have cosigned; all of them without');
}

/** Nothing where no witness was named. */
export function trustedWitnesses({ witness, need }: WitnessOptions): { witnesses?: TrustedWitnesses } {
  if (witness === undefined) {
    if (need !== undefined) throw new Error('Say which witnesses, with --witness once for each.');
    return {};
  }
  return { witnesses: { keys: witness, need: need === undefined ? witness.length : Number(need) } };
}

/** One line for each, as a person reads it. A name comes from the caller's own key, and is shown inert all the same. */
export function toldWitnesses({ need, of, treeSize, cosignatures }: Witnessed): string {
  const lines = cosignatures.map(({ name, at }) => `           ${at}  ${visible(name)}\n`);
  return `  witnessed by ${cosignatures.length} of ${of} (${need} needed), up to ${treeSize} entries\n${lines.join('')}`;
}

/** `countersign witness list`: who vouches for the log, and their keys for those who pin them. A person adds and ends them, in the app. */
export function addWitnessCommands(program: Command): void {
  const witness = program.command('witness').description('who else vouches for the record');
  withServer(witness.command('list'))
    .description('say how many must cosign, how far each witness has come, and its key')
    .action(async (options: { address: string; key: string }) => {
      const { need, of, items, head, unwitnessedSince } = await clientFor(options).call('witness.list', {});
      const upTo = head === null ? 'none has enough' : `${head.treeSize} entries have enough, ${head.at}`;
      process.stdout.write(of === 0 ? 'no witnesses\n' : `${need} of ${of} must cosign; ${upTo}\n`);
      if (of > 0 && unwitnessedSince !== null)
        process.stdout.write(`  signed without enough of them since ${unwitnessedSince}\n`);
      for (const { key, cosigned, trouble } of items) {
        const far = cosigned === null ? 'nothing yet' : `${cosigned.treeSize} entries, ${cosigned.at}`;
        process.stdout.write(`  ${visible(key)}\n    cosigned ${far}\n`);
        if (trouble !== null)
          process.stdout.write(`    it ${visible(trouble.problem)}, since ${trouble.since}\n`);
      }
    });
}
