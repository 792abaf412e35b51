import { Siren } from 'lucide-react';
import { useState } from 'react';
import type { BreakGlass, ChangeDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Time } from '../../design/Time.tsx';
import { BreakGlassReviewDialog } from './BreakGlassReviewDialog.tsx';

const words: Record<BreakGlass['state'], string> = {
  live: 'Live without approval, by break-glass',
  upheld: 'Published by break-glass, and upheld',
  undone: 'Published by break-glass, and undone',
  expired: 'Published by break-glass; its time is over',
};

/** What an emergency did, and its mandatory review: red until that is done. */
export function BreakGlassPanel({ change }: { change: ChangeDetail }) {
  const [reviewing, setReviewing] = useState(false);
  const { breakGlass: broken } = change;
  if (broken === null) return null;
  const may = change.may['break_glass.review'];
  return (
    <section
      aria-label="Break-glass"
      className={`card mb-3 p-4 ${broken.reviewDue ? 'border-bad bg-bad-soft' : ''}`}
    >
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-72 items-start gap-2.5">
          <Siren size={18} aria-hidden className={`mt-0.5 shrink-0 ${broken.reviewDue ? 'text-bad' : ''}`} />
          <div className="min-w-0">
            <h2 className="text-base font-semibold">
              {words[broken.state]}
              {broken.reviewDue && '. Its review is due'}
            </h2>
            <p className="mt-1 leading-relaxed">
              <PersonName person={broken.by} /> <Time at={broken.at} />: <q>{broken.reason}</q>
            </p>
            <p className="text-ink-soft mt-1 leading-relaxed">
              <Ending broken={broken} />
            </p>
          </div>
        </div>
        {broken.reviewDue && (
          <Button
            look="danger"
            disabledBecause={may?.allowed === true ? null : (may?.why ?? 'You cannot do this here.')}
            onClick={() => setReviewing(true)}
          >
            Review it
          </Button>
        )}
      </div>
      {reviewing && <BreakGlassReviewDialog change={change} onClose={() => setReviewing(false)} />}
    </section>
  );
}

function Ending({ broken }: { broken: BreakGlass }) {
  const { review, state, environment } = broken;
  if (review !== null)
    return (
      <>
        {review.verdict === 'uphold' ? 'Upheld' : 'Undone'} by <PersonName person={review.by} />{' '}
        <Time at={review.at} />: <q>{review.comment}</q>
      </>
    );
  if (state === 'live')
    return (
      <>
        Unless an approver upholds it, {environment} goes back to what was live before on{' '}
        <Time at={broken.expiresAt} exact="minute" />.
      </>
    );
  return (
    <>{environment} went back to what was live before. An approver has yet to say what to think of it.</>
  );
}
