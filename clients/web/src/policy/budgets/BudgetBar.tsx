import type { Budget } from '../../api/types.ts';
import { amountText, sharesOf, standingOf } from './budget.ts';

const fills = { good: 'bg-good', warn: 'bg-warn', bad: 'bg-bad', accent: 'bg-accent', plain: 'bg-ink-faint' };
const hatched = 'repeating-linear-gradient(135deg, currentColor 0 2px, transparent 2px 5px)';

/** What is gone, as a bar: solid is spent, hatched is reserved, the rest is left. The words beside it say the same. */
export function BudgetBar({ budget }: { budget: Budget }) {
  const shares = sharesOf(budget);
  const { tone } = standingOf(budget);
  const { unit, limit, current } = budget;
  const label = `${amountText(unit, current.spent)} of ${amountText(unit, limit)} spent, ${amountText(unit, current.reserved)} reserved`;
  return (
    <div
      role="img"
      aria-label={label}
      className="bg-sunken border-line-strong flex h-3 w-full overflow-hidden rounded-full border"
    >
      <div className={fills[tone]} style={{ width: `${shares.spent}%` }} />
      <div className="text-ink-soft" style={{ width: `${shares.reserved}%`, backgroundImage: hatched }} />
    </div>
  );
}
