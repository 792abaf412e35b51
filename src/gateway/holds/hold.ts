import type { LibraryId, PersonId, Principal } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Id } from '../../platform/id.ts';
import type { ExecutionId } from '../execution.ts';

export type HoldId = Id<'hol'>;

/** `approved`: it runs, or has run: see its execution. `failed`: it was approved and could not run. */
export const holdStates = ['waiting', 'approved', 'refused', 'expired', 'failed'] as const;
export type HoldState = (typeof holdStates)[number];

/** A call that waits for a person. What it says is sealed beside it. */
export interface Hold {
  readonly organization: OrganizationId;
  readonly id: HoldId;
  readonly at: Date;
  readonly expiresAt: Date;
  readonly principal: Principal['id'];
  readonly principalKind: Principal['kind'];
  readonly human: PersonId;
  /** Whoever asked is looked up by it once more before the call runs. */
  readonly credential: string;
  readonly library: LibraryId | null;
  readonly path: string | null;
  readonly reference: string | null;
  readonly model: string;
  readonly environment: string | null;
  /** How often each kind of data stands in it. */
  readonly dataClasses: Readonly<Record<string, number>>;
  /** The rules that hold it. */
  readonly rules: readonly { readonly id: string; readonly reason: string }[];
  readonly state: HoldState;
  readonly decided: { readonly by: PersonId; readonly at: Date; readonly reason: string } | null;
  readonly execution: ExecutionId | null;
  readonly problem: { readonly code: string; readonly detail: string } | null;
}

/** How long a call waits for a person. After that it is not run any more: it expires closed. */
export const holdMs = 24 * 60 * 60 * 1_000;

/** The state at a time: one whose time is over is expired, whether anybody wrote that down or not. Pure. */
export function stateAt({ state, expiresAt }: Pick<Hold, 'state' | 'expiresAt'>, now: Date): HoldState {
  return state === 'waiting' && now >= expiresAt ? 'expired' : state;
}
