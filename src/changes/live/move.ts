import { type Action, actorOf, authorize, type Principal } from '../../access/index.ts';
import type { EntryId } from '../../ledger/index.ts';
import { type Digest, kindOf, type Library, type LiveMove, type MoveKind } from '../../libraries/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { commitTo } from '../commitment.ts';
import { type ChangesParts, resourceOf } from '../dossier.ts';
import { type LiveHistory, liveNow } from './live-history.ts';

/** Which asset, where, and why it moves. */
export interface MoveInput {
  /** The library's URL name. */
  readonly library: string;
  readonly path: string;
  readonly environment: string;
  readonly reason: string;
}

/** What one move did. */
export interface Moved {
  readonly library: string;
  readonly path: string;
  readonly environment: string;
  readonly kind: MoveKind;
  readonly from: number | null;
  readonly to: number | null;
  readonly digest: Digest | null;
  readonly change: LiveMove['change'];
  readonly entry: EntryId;
  readonly at: Date;
}

/** Where the environment goes, decided on its history under the lock. */
export type Decide = (
  tx: Tx,
  library: Library,
  history: LiveHistory,
) => Promise<Pick<LiveMove, 'number' | 'digest' | 'change'>>;

/**
 * The road of every move without a change: authorize, lock what is live in the library, decide on its history, move, leave the entry, in
 * one transaction. Publications of the library wait for it, and it for them.
 * @throws Problem `<action>.forbidden` 403, `<action>.governing` 409, `environment.unknown` 422, what `decide` throws
 */
export async function moveAsset(
  parts: ChangesParts,
  principal: Principal,
  action: Action,
  kind: 'rollback' | 'retire' | 'restore',
  input: MoveInput,
  decide: Decide,
): Promise<Moved> {
  const library = await parts.libraries.find(principal, input.library);
  authorize(principal, action, resourceOf(library));
  const { organization } = principal;
  const { path, environment, reason } = input;
  refuseGoverning(action, path);
  return parts.ledger.record(async (tx) => {
    await parts.libraries.lockLive(tx, library, environment);
    const history = await parts.libraries.moves(tx, library, path, environment);
    const to = await decide(tx, library, history);
    const at = parts.clock.now();
    const entry = newId('ent');
    const said = commitTo(reason);
    // Commit point: the pointer and its entry become durable together.
    await parts.libraries.moveLive(tx, library, {
      environment,
      kind,
      moves: [{ path, number: to.number }],
      change: to.change,
      by: principal.id,
      at,
      reason,
      reasonSalt: said.salt,
      entry,
    });
    const owners = await parts.libraries.owners(tx, library, [path]);
    const from = liveNow(history);
    const moved = { library: library.name, path, environment, kind, from, to: to.number, digest: to.digest };
    return {
      value: { ...moved, change: to.change, entry, at },
      entry: {
        id: entry,
        organization,
        action,
        actor: actorOf(principal),
        subject: { kind: 'library', id: library.id },
        data: {
          path,
          environment,
          from,
          to: to.number,
          digest: to.digest,
          change: to.change,
          reason: said.commitment,
          owners: [...owners.values()],
        },
      },
    };
  });
}

/** What is required of others is not one person's to weaken, not even back to what was once approved (AT-09, AT-10). */
function refuseGoverning(action: Action, path: string): void {
  if (kindOf(path) !== 'requirement') return;
  throw new Problem({
    code: `${action}.governing`,
    status: 409,
    detail: `${path} is a requirement, and those move by an approved change only. Open a change that brings it to what it should be.`,
  });
}
