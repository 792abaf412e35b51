import type { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type ChangesParts, openDossier } from '../dossier.ts';
import { similarAssets } from './similar.ts';
import { sizes } from './size.ts';
import { type checkListSchema, checkWire, reporters } from './wire.ts';

/** The checks of a change, with what only its page shows: sizes, and what is like it elsewhere. */
export async function listChecks(
  parts: ChangesParts,
  principal: Principal,
  id: string,
): Promise<z.output<typeof checkListSchema>> {
  const { change, library, comparison, checks } = await openDossier(parts, principal, id, 'check.list');
  const names = await parts.people.names(change.organization, reporters(checks));
  const found = await similarAssets(parts, principal, library, comparison);
  const all = [...checks, sizes(comparison, parts.inputPriceOf ?? (() => undefined)), found.check];
  return {
    digest: comparison.digest,
    items: all.map((check) => checkWire(check, names)),
    similar: found.similar.map((one) => ({ ...one })),
    next: null,
  };
}
