import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HoldDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { TextArea } from '../../design/Field.tsx';
import { Section } from '../../design/Page.tsx';
import { FormProblem } from '../../design/states.tsx';
import { decideHold } from './queries.ts';

/** Lets a held call run, or not, with a reason. A disabled button says why. */
export function Decide({ hold }: { hold: HoldDetail }) {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: (verb: 'approve' | 'refuse') => decideHold(hold.id, verb, reason.trim()),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['holds'] }),
  });
  const blocked = hold.decide.why ?? (reason.trim().length < 3 ? 'Say why in a few words first.' : null);
  return (
    <Section title="Your decision">
      <div className="card flex flex-col gap-4 p-4">
        {hold.decide.may ? (
          <TextArea
            label="Why"
            hint="Whoever asked reads it. It is recorded."
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        ) : (
          <p className="text-ink-soft leading-relaxed">{hold.decide.why}</p>
        )}
        {decide.isError && <FormProblem error={decide.error} />}
        <div className="flex flex-wrap gap-2">
          <Button
            look="primary"
            disabledBecause={blocked}
            busy={decide.isPending && decide.variables === 'approve'}
            onClick={() => decide.mutate('approve')}
          >
            Let it run
          </Button>
          <Button
            look="danger"
            disabledBecause={blocked}
            busy={decide.isPending && decide.variables === 'refuse'}
            onClick={() => decide.mutate('refuse')}
          >
            Refuse it
          </Button>
        </div>
        <p className="text-ink-faint text-xs leading-relaxed">
          When it runs, it is looked at anew: by the policy in force then, for whoever asked.
        </p>
      </div>
    </Section>
  );
}
