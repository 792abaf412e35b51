export type { CheckedHead, LogChecks } from './checks.ts';
export {
  beginWitnessing,
  createWitnesses,
  settingsOf,
  type WitnessesParts,
  type WitnessingSettings,
} from './create.ts';
export { readWitnessing } from './standing.ts';
export type { Quorum, WitnessedHead, Witnesses, Witnessing, WitnessStanding } from './witness.ts';
