import type { TrustedWitnesses, Witnessed } from '@countersign/sdk';
import type { Command } from 'commander';
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
