import { type Principal, permits } from '../../access/index.ts';
import type { JsonValue } from '../../platform/canonical-json.ts';
import { isId } from '../../platform/id.ts';
import { notFound } from '../../platform/problem.ts';
import { isJsonObject } from '../json.ts';
import type { GatewayParts } from '../parts.ts';
import { resourceOf } from './decide.ts';
import type { HoldState } from './hold.ts';
import { heldContent } from './run.ts';
import { findHeld, type HoldStanding, listHeld } from './store.ts';
import { type HoldWire, holdWire } from './wire.ts';

type Parts = Pick<GatewayParts, 'reader' | 'libraries' | 'access' | 'clock' | 'vault'>;

/** How many are looked through for a list. */
const most = 500;

/** One's own, and those that one may decide about or audit. */
async function maySee(parts: Parts, principal: Principal, hold: HoldStanding): Promise<boolean> {
  if (hold.principal === principal.id || hold.human === principal.human) return true;
  const resource = await resourceOf(parts, hold).catch(() => undefined);
  return resource !== undefined && permits(principal, 'hold.list_all', resource);
}

export async function listHolds(
  parts: Parts,
  principal: Principal,
  state: HoldState | undefined,
): Promise<HoldWire[]> {
  const found = await listHeld(parts.reader, principal.organization, state, most);
  const seen = await Promise.all(found.map((hold) => maySee(parts, principal, hold)));
  return wires(
    parts,
    principal,
    found.filter((_, at) => seen[at]),
  );
}

/** With what was asked, for whoever asked and those who may decide; it is shown until it is decided, then it stands in the execution. */
export async function readHold(
  parts: Parts,
  principal: Principal,
  id: string,
): Promise<HoldWire & { asked: { variables: JsonValue; body: JsonValue } | null }> {
  const hold = isId('hol', id) ? await findHeld(parts.reader, principal.organization, id) : undefined;
  if (hold === undefined || !(await maySee(parts, principal, hold))) throw notFound();
  const [wire] = await wires(parts, principal, [hold]);
  const isMine = hold.principal === principal.id || hold.human === principal.human;
  const decides = async () => permits(principal, 'hold.approve', await resourceOf(parts, hold));
  const shown = isMine || (await decides()) ? (await heldContent(parts, hold))?.shown : undefined;
  if (wire === undefined) throw new Error('invariant: one hold has one wire form');
  return {
    ...wire,
    asked: isJsonObject(shown) ? { variables: shown.variables ?? {}, body: shown.body ?? {} } : null,
  };
}

export async function wires(
  parts: Parts,
  principal: Principal,
  holds: readonly HoldStanding[],
): Promise<HoldWire[]> {
  const ids = holds.flatMap(({ principal: by, human, decided }) => [
    by,
    human,
    ...(decided ? [decided.by] : []),
  ]);
  const names = await parts.access.names(principal.organization, [...new Set(ids)]);
  const now = parts.clock.now();
  return Promise.all(
    holds.map(async (hold) => {
      const resource = await resourceOf(parts, hold).catch(() => undefined);
      const may = resource !== undefined && permits(principal, 'hold.approve', resource);
      return holdWire(hold, names, now, { may, own: hold.human === principal.human });
    }),
  );
}
