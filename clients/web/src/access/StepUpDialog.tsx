import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { answerStepUps, post } from '../api/client.ts';
import type { ApiProblem } from '../api/problem.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { Field } from '../design/Field.tsx';
import { FormProblem } from '../design/states.tsx';
import { useSession } from './session.ts';

type Asked = { problem: ApiProblem; answer: (confirmed: boolean) => void };

/**
 * Stands in the frame of every page. When the server wants to know anew who this is before it does what was asked (approving under a
 * requirement with step-up, say), it asks for the password, and what was asked is then done. Closing it leaves it undone.
 */
export function StepUpDialog() {
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(() => {
    // Several acts at once share one question.
    let open: { problem: ApiProblem; answers: ((confirmed: boolean) => void)[] } | null = null;
    answerStepUps(
      (problem) =>
        new Promise((resolve) => {
          if (open !== null) {
            open.answers.push(resolve);
            return;
          }
          const question = { problem, answers: [resolve] };
          open = question;
          setAsked({
            problem,
            answer: (confirmed) => {
              open = null;
              setAsked(null);
              for (const one of question.answers) one(confirmed);
            },
          });
        }),
    );
    return () => answerStepUps(undefined);
  }, []);
  return asked === null ? null : <PasswordDialog asked={asked} />;
}

function PasswordDialog({ asked: { problem, answer } }: { asked: Asked }) {
  const { principal } = useSession();
  const field = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState('');
  const confirm = useMutation({
    mutationFn: () => post('/auth/step-up', { password }),
    onSuccess: () => answer(true),
    onError: () => field.current?.select(),
  });
  return (
    <Dialog
      open
      onClose={() => answer(false)}
      title="Confirm that it is you"
      description={problem.detail}
      initialFocus={field}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          // Forms under this one, in React's tree, are not meant.
          event.stopPropagation();
          if (!confirm.isPending) confirm.mutate();
        }}
      >
        <FormProblem error={confirm.error} />
        <input type="hidden" autoComplete="username" value={principal.email ?? ''} readOnly />
        <Field
          ref={field}
          label={`Password of ${principal.displayName}`}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          hint="What you were doing goes on by itself afterwards. Nothing that you typed is lost."
          onChange={(event) => setPassword(event.target.value)}
        />
        <DialogActions>
          <Button onClick={() => answer(false)}>Cancel</Button>
          <Button type="submit" look="primary" busy={confirm.isPending}>
            Confirm and go on
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
