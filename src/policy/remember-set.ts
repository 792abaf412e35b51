import type { OrganizationId } from '../ledger/index.ts';
import { newId } from '../platform/id.ts';
import type { PolicyParts } from './parts.ts';
import type { Rule } from './rule.ts';
import { hasSet, insertSet } from './store.ts';

/** A set of rules that is about to judge. */
export interface NewSet {
  readonly version: string;
  readonly schema: string;
  readonly rules: readonly Rule[];
}

/** Another node was first: its set is this one, since the version is made of the bytes. */
class Kept extends Error {}

/**
 * Keeps a set of rules for ever, with the entry `policy.apply`, once per organization. Durable when it resolves; safe on any number of
 * nodes at once.
 */
export async function rememberSet(
  { reader, ledger, clock }: Pick<PolicyParts, 'reader' | 'ledger' | 'clock'>,
  organization: OrganizationId,
  { version, schema, rules }: NewSet,
): Promise<void> {
  if (await hasSet(reader, organization, version)) return;
  const entry = newId('ent');
  await ledger
    .record(async (tx) => {
      const at = clock.now();
      if (!(await insertSet(tx, organization, { version, at, schema, rules, entry }))) throw new Kept();
      return {
        entry: {
          id: entry,
          organization,
          action: 'policy.apply',
          actor: { kind: 'system', id: 'policy' },
          subject: { kind: 'policy', id: version },
          data: { rules: rules.length, files: new Set(rules.map(({ file }) => file)).size },
        },
        value: undefined,
      };
    })
    .catch((error: unknown) => {
      if (!(error instanceof Kept)) throw error;
    });
}
