import { hash } from 'node:crypto';
import { settingsOf, type WitnessesParts } from '../witnesses/create.ts';
import { cosign } from './cosign.ts';
import { addWitnessedLog, endOneWitnessedLog, readCosigning } from './govern.ts';
import { listCosignedHeads } from './store/heads.ts';
import type { Cosigning } from './witnessed-log.ts';

export function createCosigning(parts: WitnessesParts): Cosigning {
  const governing = () => ({ ...parts, ...settingsOf(parts) });
  return {
    standing: (organization) => readCosigning(parts.reader, organization),
    add: (organization, actor, key) => addWitnessedLog(governing(), organization, actor, key),
    end: (organization, actor, id) => endOneWitnessedLog(governing(), organization, actor, id),
    cosign: (organization, request) => cosign(governing(), organization, request),
    head: async (organization, originHash) =>
      (await listCosignedHeads(parts.reader, organization)).find(
        ({ origin }) => hash('sha256', origin, 'hex') === originHash,
      ),
  };
}
