import { useState } from 'react';
import type { ChangeAction, ChangeDetail } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { ActDialog } from './ActDialog.tsx';
import { actWords } from './act.ts';
import { PublishDialog } from './going-live/PublishDialog.tsx';
import { actsIn } from './state.ts';

/** What ends a change without an effect is never what the page suggests. */
const ending: readonly ChangeAction[] = ['change.retract', 'change.reject', 'change.withdraw'];
/** Nobody misses these whose they are not. */
const own: readonly ChangeAction[] = ['change.withdraw', 'change.retract'];

/**
 * The buttons for this state. Each one works or says why not: the server's reason first, then what this page still asks for.
 * Withdrawing is its author's, taking back is who decided's; nobody else misses them.
 */
export function ChangeActions({ change, isWhole }: { change: ChangeDetail; isWhole: boolean }) {
  const [open, setOpen] = useState<ChangeAction | null>(null);
  const acts = actsIn(change).filter(
    (action) => !own.includes(action) || change.may[action]?.allowed === true,
  );
  if (acts.length === 0) return null;
  const because = (action: ChangeAction): string | null => {
    const may = change.may[action];
    if (may === undefined || !may.allowed) return may?.why ?? 'You cannot do this here.';
    if (action === 'change.approve' && !isWhole)
      return 'You approve exact bytes: have the whole difference on your screen first. “Show what is left” brings you there.';
    return null;
  };
  const leading = acts.filter((action) => !ending.includes(action));
  const first = leading.find((action) => change.may[action]?.allowed === true) ?? leading[0];
  const why = first === undefined ? null : because(first);
  return (
    <div className="max-w-md min-w-0">
      <div className="flex flex-wrap gap-2 sm:justify-end">
        {acts.map((action) => (
          <Button
            key={action}
            look={action === first ? 'primary' : action === 'change.reject' ? 'danger' : 'secondary'}
            disabledBecause={because(action)}
            onClick={() => setOpen(action)}
          >
            {actWords[action].button}
          </Button>
        ))}
      </div>
      {why !== null && <p className="text-ink-soft mt-2 text-xs leading-relaxed sm:text-right">{why}</p>}
      {open === 'change.publish' ? (
        <PublishDialog change={change} onClose={() => setOpen(null)} />
      ) : (
        open !== null && <ActDialog action={open} change={change} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}
