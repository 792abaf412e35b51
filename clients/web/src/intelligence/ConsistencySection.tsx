import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Repeat } from 'lucide-react';
import { useState } from 'react';
import { useHolds } from '../access/session.ts';
import { call } from '../api/client.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { Field } from '../design/Field.tsx';
import { Section } from '../design/Page.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { EmptyState, FormProblem, Loaded, Skeleton } from '../design/states.tsx';
import { Time } from '../design/Time.tsx';
import { EntryLink } from '../ledger/EntryLink.tsx';
import { MeasureLink } from './charts/ChartCard.tsx';
import { figureText } from './figure.ts';
import { consistencyQuery } from './queries.ts';

/** How often the same input got another answer. */
export function ConsistencySection() {
  const [asking, setAsking] = useState(false);
  const found = useQuery(consistencyQuery);
  const mayMeasure = useHolds('consistency.create');
  return (
    <Section
      title="The same question, the same answer?"
      className="mt-8"
      aside={
        <Button
          small
          icon={<Repeat size={14} aria-hidden />}
          onClick={() => setAsking(true)}
          disabledBecause={mayMeasure ? null : 'Admins measure it: it reads what was said.'}
        >
          Measure a prompt
        </Button>
      }
    >
      <Loaded query={found} skeleton={<Skeleton rows={1} height={80} />}>
        {({ items, measure }) =>
          items.length === 0 ? (
            <EmptyState title="Not measured yet">
              Of answers to the same input, by the same version and model: how often they differ. No model is
              called.
            </EmptyState>
          ) : (
            <div className="card p-4">
              <ul className="flex flex-col gap-3">
                {items.map(({ id, prompt, differ, inputs, runs, likeness, by, at, entry }) => (
                  <li key={id}>
                    <p className="leading-relaxed">
                      <strong className="font-medium">{prompt}</strong>: two answers to one input differ in{' '}
                      <strong className="font-medium tabular-nums">
                        {figureText(differ.value, 'share')}
                      </strong>
                      {differ.low !== null &&
                        `, ${figureText(differ.low, 'share')} to ${figureText(differ.high, 'share')} (95 %, ${inputs} inputs)`}
                      {likeness !== null && `, and share ${figureText(likeness, 'share')} of their words`}.
                    </p>
                    <p className="text-ink-soft flex flex-wrap items-center gap-x-2 text-xs">
                      {runs} runs, measured by <PersonName person={by} /> <Time at={at} />{' '}
                      <EntryLink entry={entry} />
                    </p>
                  </li>
                ))}
              </ul>
              <MeasureLink measure={measure} />
            </div>
          )
        }
      </Loaded>
      {asking && <MeasureDialog onClose={() => setAsking(false)} />}
    </Section>
  );
}

function MeasureDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [prompt, setPrompt] = useState('');
  const [reason, setReason] = useState('');
  const measure = useMutation({
    mutationFn: () => call('POST', '/api/v1/consistency', { prompt: prompt.trim(), reason }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: consistencyQuery.queryKey });
      onClose();
    },
  });
  const missing =
    prompt.trim() === '' ? 'Name the prompt first.' : reason.trim().length < 3 ? 'Say why first.' : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title="How consistent is it?"
      description="At most 500 answers of the last 90 days are read and compared on the server; only figures are kept. No model is called."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          measure.mutate();
        }}
      >
        <Field
          label="Prompt"
          placeholder="support/reply-to-complaint"
          hint="LIBRARY/NAME."
          value={prompt}
          onChange={(event) => setPrompt(event.target.value)}
          autoFocus
        />
        <Field
          label="Why it is read"
          hint="Recorded. At least three characters."
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <FormProblem error={measure.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={measure.isPending} disabledBecause={missing}>
            Measure
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
