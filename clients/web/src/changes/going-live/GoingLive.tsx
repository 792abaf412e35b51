import { useState } from 'react';
import type { ChangeDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { BreakGlassDialog } from './BreakGlassDialog.tsx';
import { ScheduleNotice } from './ScheduleNotice.tsx';

/** How a change goes live, or went: its time, what can be done when it cannot wait, what was said about it. */
export const GoingLive = ({ change }: { change: ChangeDetail }) => (
  <>
    <ScheduleNotice change={change} />
    <BreakGlassOffer change={change} />
    {change.state === 'published' && <ReleaseNotes notes={change.notes} />}
  </>
);

/** Only those who hold the permission see that there is such a thing. */
function BreakGlassOffer({ change }: { change: ChangeDetail }) {
  const [open, setOpen] = useState(false);
  if (change.may['break_glass.create']?.allowed !== true) return null;
  return (
    <div className="mb-3 flex flex-wrap items-center justify-between gap-3 rounded-md border border-dashed p-3">
      <p className="text-ink-soft leading-relaxed">
        You are a responder. If this cannot wait for approval, you can publish it for a few hours.
      </p>
      <Button look="danger" onClick={() => setOpen(true)}>
        Break the glass…
      </Button>
      {open && <BreakGlassDialog change={change} onClose={() => setOpen(false)} />}
    </div>
  );
}

const ReleaseNotes = ({ notes }: { notes: string }) => (
  <section aria-label="Release notes" className="card mb-3 p-4">
    <h2 className="font-semibold">Release notes</h2>
    <p className="mt-1 leading-relaxed break-words whitespace-pre-wrap">{notes}</p>
  </section>
);
