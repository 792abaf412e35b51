import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Mail } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/client.ts';
import type { Letters } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { FormProblem } from '../design/states.tsx';
import { Time } from '../design/Time.tsx';
import { lettersQuery } from './queries.ts';

const spans = [
  { every: 'week', text: 'Every Monday' },
  { every: 'month', text: 'On the first of every month' },
] as const;

/** The overview by e-mail, for oneself. */
export function LettersButton() {
  const [open, setOpen] = useState(false);
  const letters = useQuery(lettersQuery).data;
  return (
    <>
      <Button
        icon={<Mail size={16} aria-hidden />}
        onClick={() => setOpen(true)}
        disabledBecause={
          letters?.mail === false
            ? 'This server sends no e-mail. An operator can set COUNTERSIGN_SMTP_URL.'
            : null
        }
      >
        By e-mail
      </Button>
      {open && letters !== undefined && <LettersDialog letters={letters} onClose={() => setOpen(false)} />}
    </>
  );
}

function LettersDialog({ letters, onClose }: { letters: Letters; onClose: () => void }) {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: lettersQuery.queryKey });
  const ask = useMutation({
    mutationFn: (every: 'week' | 'month') => call('POST', '/api/v1/letters', { every }),
    onSuccess,
  });
  const end = useMutation({
    mutationFn: (id: string) => call('DELETE', `/api/v1/letters/${encodeURIComponent(id)}`),
    onSuccess,
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="The overview by e-mail"
      description="The figures with their intervals, a picture of what ran, and a link to this page, as you would see it then. At 7:00 UTC."
    >
      <ul className="flex flex-col">
        {spans.map(({ every, text }) => {
          const letter = letters.items.find((one) => one.every === every);
          return (
            <li key={every} className="flex items-center justify-between gap-4 border-b py-3 last:border-b-0">
              <span>
                {text}
                {letter !== undefined && (
                  <span className="text-ink-soft block text-xs">
                    next: <Time at={letter.nextAt} />
                  </span>
                )}
              </span>
              {letter === undefined ? (
                <Button
                  small
                  busy={ask.isPending}
                  onClick={() => ask.mutate(every)}
                  aria-label={`Send it: ${text}`}
                >
                  Send it
                </Button>
              ) : (
                <Button
                  small
                  busy={end.isPending}
                  onClick={() => end.mutate(letter.id)}
                  aria-label={`End it: ${text}`}
                >
                  End it
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <FormProblem error={ask.error ?? end.error} />
      <DialogActions>
        <Button onClick={onClose}>Done</Button>
      </DialogActions>
    </Dialog>
  );
}
