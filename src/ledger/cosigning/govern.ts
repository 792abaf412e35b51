import { randomBytes } from 'node:crypto';
import type { Vault } from '../../platform/crypto/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import { isId, newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { Actor, OrganizationId } from '../entry.ts';
import { cosignatureType, keyId } from '../note.ts';
import { type RecordParts, record } from '../record.ts';
import { originOf } from '../signing.ts';
import type { LogChecks } from '../witnesses/checks.ts';
import { cosignerKey, cosignerOf } from '../witnesses/cosignature.ts';
import { countConflicts, listCosignedHeads } from './store/heads.ts';
import {
  endWitnessedLog,
  insertCosigner,
  insertWitnessedLog,
  listWitnessedLogs,
  readCosigner,
} from './store/logs.ts';
import { type CosigningStanding, cosignerContext, cosignerName, type WitnessedLog } from './witnessed-log.ts';

export interface CosigningParts extends RecordParts {
  readonly reader: Reader;
  readonly vault: Vault;
  readonly checks: LogChecks;
  /** Where this server is reached: a witness is named after it. */
  readonly address: string;
}

const most = 1_000;

export async function readCosigning(
  reader: Reader,
  organization: OrganizationId,
): Promise<CosigningStanding> {
  const cosigner = await readCosigner(reader, organization);
  const heads = await listCosignedHeads(reader, organization);
  const conflicts = await countConflicts(reader, organization);
  const logs = await listWitnessedLogs(reader, organization);
  return {
    key: cosigner === undefined ? undefined : cosignerKey(cosigner.name, cosigner.publicKey),
    logs: logs.map((log) => ({
      ...log,
      head: heads.find(({ origin }) => origin === log.origin),
      conflicts: conflicts.get(log.origin) ?? 0,
    })),
  };
}

/**
 * From now on heads of that log which this key signs are cosigned. With the first one the organization gets its cosigning key. Entry
 * `witnessed_log.add`, which holds both keys.
 * @throws Problem `witnessed_log.add.key_malformed`, `.own_log` 422, `.exists`, `.too_many`, `.no_name` 409
 */
export async function addWitnessedLog(
  parts: CosigningParts,
  organization: OrganizationId,
  actor: Actor,
  key: string,
): Promise<{ readonly log: WitnessedLog; readonly witness: string }> {
  const origin = parts.checks.nameOfLog(key);
  if (origin === undefined)
    throw refused(
      'key_malformed',
      422,
      'This is no key of a log: NAME+HASH+BASE64, as /ledger/ORG/key shows it.',
    );
  if (origin === originOf(organization))
    throw refused(
      'own_log',
      422,
      'This is your own log. A witness is somebody else: ask another organization.',
    );
  const log = { id: newId('wlo'), origin, key, addedBy: actor.id, addedAt: parts.clock.now() };
  return record(parts, async (tx) => {
    await parts.store.lockLog(tx, organization);
    if ((await listWitnessedLogs(tx, organization)).length >= most)
      throw refused('too_many', 409, `An organization witnesses at most ${most} logs.`);
    if (!(await insertWitnessedLog(tx, organization, log)))
      throw refused('exists', 409, 'This key’s log is witnessed already.');
    const witness = await cosignerFor(parts, tx, organization);
    return {
      value: { log, witness },
      entry: {
        organization,
        action: 'witnessed_log.add',
        actor,
        subject: { kind: 'witnessed_log', id: log.id },
        data: { origin, key, witness },
      },
    };
  });
}

/** The organization's key as a witness; made now if there is none. */
async function cosignerFor(
  { vault, clock, address }: CosigningParts,
  tx: Tx,
  organization: OrganizationId,
): Promise<string> {
  const known = await readCosigner(tx, organization);
  if (known !== undefined) return cosignerKey(known.name, known.publicKey);
  const name = cosignerName(address, organization);
  if (name === undefined)
    throw refused(
      'no_name',
      409,
      'The address of this server cannot name a witness: it has a space or a plus.',
    );
  const seed = new Uint8Array(randomBytes(32));
  const { publicKey, key } = cosignerOf(name, seed);
  const id = Buffer.from(keyId(name, publicKey, cosignatureType)).toString('hex');
  const privateKeyWrapped = vault.wrap(seed, cosignerContext(organization, id));
  await insertCosigner(tx, organization, { id, name, publicKey, privateKeyWrapped }, clock.now());
  return key;
}

/** Its heads are not cosigned any more. What was is remembered for ever. Entry `witnessed_log.end`. @throws Problem 404 */
export async function endOneWitnessedLog(
  parts: CosigningParts,
  organization: OrganizationId,
  actor: Actor,
  id: string,
): Promise<void> {
  await record(parts, async (tx) => {
    const ended = isId('wlo', id)
      ? await endWitnessedLog(tx, organization, id, parts.clock.now())
      : undefined;
    if (ended === undefined) throw notFound();
    return {
      value: undefined,
      entry: {
        organization,
        action: 'witnessed_log.end',
        actor,
        subject: { kind: 'witnessed_log', id },
        data: { origin: ended.origin, key: ended.key },
      },
    };
  });
}

function refused(what: string, status: 409 | 422, detail: string): Problem {
  return new Problem({ code: `witnessed_log.add.${what}`, status, detail });
}
