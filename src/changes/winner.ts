import type { Tx } from '../platform/db/index.ts';
import { Problem } from '../platform/problem.ts';
import type { Change } from './change.ts';
import type { ChangesParts } from './dossier.ts';
import { actsOf } from './store/acts.ts';

/** Acts that end a change: who comes after one is told who was first. */
export const endings: readonly string[] = [
  'change.publish',
  'break_glass.create',
  'change.reject',
  'change.withdraw',
  'change.lapse',
];

/** The refusal of an act that came too late or too early; when somebody ended the change before, it says who, when, and under which entry. */
export async function wrongStage(
  parts: ChangesParts,
  tx: Tx,
  change: Change,
  action: string,
  refusal: string,
): Promise<Problem> {
  const code = `${action}.wrong_stage`;
  const first = (await actsOf(tx, change.organization, change.id)).findLast((act) =>
    endings.includes(act.action),
  );
  if (first === undefined || change.stage === 'draft' || change.stage === 'open')
    return new Problem({ code, status: 409, detail: refusal });
  const names = await parts.people.names(change.organization, [first.by]);
  const at = first.at.toISOString();
  return new Problem({
    code,
    status: 409,
    detail: `${refusal} ${names.get(first.by)?.displayName ?? first.by} was first, on ${at} (${first.entry}).`,
    more: { first: { action: first.action, by: first.by, at, entry: first.entry } },
  });
}
