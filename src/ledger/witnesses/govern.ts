import type { HostList } from '../../platform/host-list.ts';
import { isId, newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { Actor, OrganizationId } from '../entry.ts';
import { type RecordParts, record } from '../record.ts';
import type { LogChecks } from './checks.ts';
import { endWitness, insertWitness, listWitnesses, readNeed, writeNeed } from './store/witnesses.ts';
import { readWitnessUrl } from './url.ts';
import { type Quorum, quorumOf, type Witness } from './witness.ts';

export interface GovernParts extends RecordParts {
  readonly checks: LogChecks;
  readonly hosts: HostList;
}

const most = 16;

/**
 * From the next head on, this witness is asked to cosign. Entry `witness.add`, which holds its key: whoever reads the log knows who was to
 * vouch for it, and since when.
 * @throws Problem `witness.add.key_malformed`, `.url_refused`, `.host_not_allowed` 422, `.exists`, `.too_many` 409
 */
export async function addWitness(
  parts: GovernParts,
  organization: OrganizationId,
  actor: Actor,
  asked: { readonly key: string; readonly url: string },
): Promise<Witness> {
  const url = readWitnessUrl(asked.url, parts.hosts);
  if (parts.checks.nameOfWitness(asked.key) === undefined)
    throw refused('add.key_malformed', 422, 'This is no key of a witness: NAME+HASH+BASE64, of type 4.');
  const witness = { id: newId('wit'), key: asked.key, url, addedBy: actor.id, addedAt: parts.clock.now() };
  return record(parts, async (tx) => {
    await parts.store.lockLog(tx, organization);
    if ((await listWitnesses(tx, organization)).length >= most)
      throw refused('add.too_many', 409, `A log has at most ${most} witnesses. End one that is not needed.`);
    if (!(await insertWitness(tx, organization, witness)))
      throw refused('add.exists', 409, 'This witness is asked already.');
    return {
      value: witness,
      entry: {
        organization,
        action: 'witness.add',
        actor,
        subject: { kind: 'witness', id: witness.id },
        data: { key: witness.key, host: new URL(url).host },
      },
    };
  });
}

/**
 * The witness is not asked any more; what it cosigned stays. Entry `witness.end`.
 * @throws Problem 404, `witness.end.needed` 409 when fewer would be left than must cosign
 */
export async function endOneWitness(
  parts: GovernParts,
  organization: OrganizationId,
  actor: Actor,
  id: string,
): Promise<void> {
  await record(parts, async (tx) => {
    await parts.store.lockLog(tx, organization);
    const key = isId('wit', id) ? await endWitness(tx, organization, id, parts.clock.now()) : undefined;
    if (key === undefined) throw notFound();
    const left = (await listWitnesses(tx, organization)).length;
    const need = await readNeed(tx, organization);
    if (left > 0 && need !== undefined && left < need)
      throw refused(
        'end.needed',
        409,
        `${need} witnesses must cosign, and only ${left} would be left. Say first that fewer are enough, or add another.`,
      );
    return {
      value: undefined,
      entry: {
        organization,
        action: 'witness.end',
        actor,
        subject: { kind: 'witness', id },
        data: { key, left },
      },
    };
  });
}

/**
 * How many witnesses must cosign a head before it counts as witnessed. Entry `witness.require`.
 * @throws Problem `witness.require.too_many` 409
 */
export async function requireWitnesses(
  parts: GovernParts,
  organization: OrganizationId,
  actor: Actor,
  need: number,
): Promise<Quorum> {
  return record(parts, async (tx) => {
    await parts.store.lockLog(tx, organization);
    const of = (await listWitnesses(tx, organization)).length;
    const before = quorumOf(await readNeed(tx, organization), of).need;
    if (need > of)
      throw refused(
        'require.too_many',
        409,
        `There are ${of} witnesses, so ${need} cannot cosign. Add some first.`,
      );
    await writeNeed(tx, organization, need);
    return {
      value: { need, of },
      entry: {
        organization,
        action: 'witness.require',
        actor,
        subject: { kind: 'ledger', id: organization },
        data: { need, of, before },
      },
    };
  });
}

function refused(what: string, status: 409 | 422, detail: string): Problem {
  return new Problem({ code: `witness.${what}`, status, detail });
}
