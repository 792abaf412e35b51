import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answerStepUps } from '../api/client.ts';
import type { ApiProblem } from '../api/problem.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { Loaded, Skeleton } from '../design/states.tsx';
import { accountQuery } from './account/queries.ts';
import { ConfirmWays } from './ConfirmWays.tsx';
import { useSession } from './session.ts';
import { SsoConfirm } from './single-sign-on/SsoConfirm.tsx';

type Asked = { problem: ApiProblem; answer: (confirmed: boolean) => void };

/**
 * Stands in the frame of every page. When the server wants to know anew who this is before it does what was asked (approving under a
 * requirement with step-up, say), it asks for their second factor, or for the password of who has none, and what was asked is then done. Closing it leaves it undone.
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
  return asked === null ? null : <ProofDialog asked={asked} />;
}

function ProofDialog({ asked: { problem, answer } }: { asked: Asked }) {
  const { principal } = useSession();
  const account = useQuery(accountQuery);
  return (
    <Dialog open onClose={() => answer(false)} title="Confirm that it is you" description={problem.detail}>
      <Loaded query={account} skeleton={<Skeleton rows={2} height={56} />}>
        {({ confirmWith, singleSignOn }) =>
          confirmWith.length === 0 && singleSignOn.length > 0 ? (
            <SsoConfirm ways={singleSignOn} cancel={<Button onClick={() => answer(false)}>Cancel</Button>} />
          ) : confirmWith.length === 0 ? (
            <>
              <p className="leading-relaxed">
                You have no password and no second factor here. Sign out, sign in again the way you came, and
                do this then; nothing has been done yet.
              </p>
              <DialogActions>
                <Button onClick={() => answer(false)}>Close</Button>
              </DialogActions>
            </>
          ) : (
            <ConfirmWays
              ways={confirmWith}
              path="/auth/step-up"
              act="Confirm and go on"
              label={`Password of ${principal.displayName}`}
              hint="What you were doing goes on by itself afterwards. Nothing that you typed is lost."
              username={principal.email ?? ''}
              cancel={<Button onClick={() => answer(false)}>Cancel</Button>}
              onDone={() => answer(true)}
            />
          )
        }
      </Loaded>
    </Dialog>
  );
}
