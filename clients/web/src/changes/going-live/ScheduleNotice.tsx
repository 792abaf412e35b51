import { useMutation } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { ChangeDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Time } from '../../design/Time.tsx';
import { showToast } from '../../design/toasts.ts';
import { changePath } from '../queries.ts';
import { useRefresh } from './use-refresh.ts';

/** A change that waits for its time: when, by whom, and the way back. */
export function ScheduleNotice({ change }: { change: ChangeDetail }) {
  const [asking, setAsking] = useState(false);
  const refresh = useRefresh();
  const callOff = useMutation({
    mutationFn: () => post(`${changePath(change.id)}/unschedule`),
    onSuccess: async () => {
      await refresh();
      showToast({ text: 'The scheduled publication is called off.', tone: 'good' });
      setAsking(false);
    },
  });
  const { schedule } = change;
  if (schedule === null) return null;
  const may = change.may['change.unschedule'];
  return (
    <section
      aria-label="Scheduled"
      className="card bg-accent-soft mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 p-4"
    >
      <p className="flex min-w-0 items-start gap-2.5 leading-relaxed">
        <CalendarClock size={17} aria-hidden className="text-accent-text mt-0.5 shrink-0" />
        <span>
          Scheduled by <PersonName person={schedule.by} />: it goes live in {change.environment} on{' '}
          <Time at={schedule.at} exact="minute" />, if it may then.
        </span>
      </p>
      <Button
        disabledBecause={may?.allowed === false ? (may.why ?? 'You cannot do this here.') : null}
        onClick={() => setAsking(true)}
      >
        Call off
      </Button>
      {asking && (
        <Confirm
          title="Call the publication off?"
          act="Call it off"
          danger={false}
          busy={callOff.isPending}
          error={callOff.error}
          onConfirm={() => callOff.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>
            It does not go live by itself. The change stays approved, and can be published or scheduled again.
          </p>
        </Confirm>
      )}
    </section>
  );
}
