import type { Vault } from '../../platform/crypto/index.ts';
import type { HostList } from '../../platform/host-list.ts';
import { invariant } from '../../platform/invariant.ts';
import type { Log } from '../../platform/log.ts';
import type { AnchorFinding } from '../anchoring/anchor.ts';
import type { ReadParts } from '../prove.ts';
import type { RecordParts } from '../record.ts';
import { verifierKeyOf } from '../signing.ts';
import { ask } from './ask.ts';
import type { LogChecks } from './checks.ts';
import { addWitness, endOneWitness, requireWitnesses } from './govern.ts';
import { readWitnessing } from './standing.ts';
import { startWitnessing } from './start-witnessing.ts';
import type { SubmitParts } from './submit.ts';
import type { Witnesses } from './witness.ts';

/** What witnessing needs beside a ledger. */
export interface WitnessingSettings {
  readonly checks: LogChecks;
  /** Where witnesses may be. */
  readonly hosts: HostList;
  /** Where this server is reached: its own witnesses are named after it. */
  readonly address: string;
}

export interface WitnessesParts extends RecordParts, ReadParts {
  readonly vault: Vault;
  readonly log: Log;
  readonly witnessing?: WitnessingSettings | undefined;
}

export function createWitnesses(parts: WitnessesParts): Witnesses {
  const governing = () => ({ ...parts, ...settingsOf(parts) });
  return {
    standing: (organization) => readWitnessing(parts.reader, organization),
    add: (organization, actor, asked) => addWitness(governing(), organization, actor, asked),
    end: (organization, actor, id) => endOneWitness(governing(), organization, actor, id),
    require: (organization, actor, need) => requireWitnesses(governing(), organization, actor, need),
  };
}

export function beginWitnessing(parts: WitnessesParts, found: (finding: AnchorFinding) => void) {
  return startWitnessing({ ...parts, ...submitterOf(parts), hosts: settingsOf(parts).hosts, found });
}

/** What asking a witness needs. */
export function submitterOf(parts: WitnessesParts): SubmitParts {
  const { reader, writer, store, clock } = parts;
  return {
    ...{ reader, writer, store, clock, ask },
    checks: settingsOf(parts).checks,
    logKeys: async (organization) =>
      (await store.readKeys(reader, organization)).map(({ publicKey }) =>
        verifierKeyOf(organization, publicKey),
      ),
  };
}

export function settingsOf({ witnessing }: Pick<WitnessesParts, 'witnessing'>): WitnessingSettings {
  invariant(witnessing !== undefined, 'this ledger was made without witnesses');
  return witnessing;
}
