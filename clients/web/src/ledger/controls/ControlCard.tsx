import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { Control } from '../../api/types.ts';
import { count } from '../../design/money.ts';

/** One provision: what it asks for, what the record shows, what is left to do, and the entries, each a way to all of its kind. */
export function ControlCard({ control, countedTo }: { control: Control; countedTo: number }) {
  const org = useOrg();
  const { id, provision, asks, supports, yours, evidence } = control;
  return (
    <li id={id} className="grid gap-x-8 gap-y-3 px-4 py-4 lg:grid-cols-[15rem_1fr_1fr]">
      <div>
        <h3 className="font-medium">{provision}</h3>
        <p className="text-ink-soft mt-1 leading-relaxed">{asks}</p>
      </div>
      <div>
        <h4 className="text-ink-faint mb-1 text-xs">What the record supports</h4>
        <p className="leading-relaxed">{supports}</p>
        <ul aria-label={`Entries for ${provision}`} className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
          {evidence.map(({ action, entries }) => (
            <li key={action} className="whitespace-nowrap">
              <Link to="/$org/ledger" params={{ org }} search={{ action }} className="text-link text-xs">
                {action}
              </Link>{' '}
              <span className="text-ink-soft text-xs tabular-nums">
                {entries === 0 ? 'none yet' : `${count(entries)}${entries < countedTo ? '' : '+'}`}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h4 className="text-ink-faint mb-1 text-xs">What is yours</h4>
        <p className="leading-relaxed">{yours}</p>
      </div>
    </li>
  );
}
