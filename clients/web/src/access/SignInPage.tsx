import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { FormProblem, Skeleton } from '../design/states.tsx';
import { DoorFrame } from './DoorFrame.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import type { SecondStep } from './sign-in.ts';
import { safeBack } from './sign-in.ts';
import { takeSsoProblem } from './single-sign-on/problem-cookie.ts';
import { SsoSignIn } from './single-sign-on/SsoSignIn.tsx';

const SecondStepForm = lazy(() =>
  import('./SecondStepForm.tsx').then((module) => ({ default: module.SecondStepForm })),
);
const EnrollForm = lazy(() => import('./EnrollForm.tsx').then((module) => ({ default: module.EnrollForm })));

const route = getRouteApi('/sign-in');

/** Signing in: a password, and what else is wanted. */
export function SignInPage() {
  const { back } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [step, setStep] = useState<SecondStep | null>(null);
  const [bySso, setBySso] = useState(false);
  const [problem] = useState(takeSsoProblem);
  const enter = () => {
    queryClient.clear();
    router.history.push(safeBack(back));
  };
  const again = () => setStep(null);
  if (step === null)
    return (
      <DoorFrame title="Sign in to Countersign">
        {problem !== null && (
          <div className="mb-4">
            <FormProblem error={problem} />
          </div>
        )}
        {bySso ? (
          <SsoSignIn back={safeBack(back)} onPassword={() => setBySso(false)} />
        ) : (
          <PasswordForm
            returning={back !== undefined}
            back={safeBack(back)}
            onEntered={enter}
            onSecondStep={setStep}
            onSso={() => setBySso(true)}
          />
        )}
        <p className="text-ink-faint mt-4 text-xs leading-relaxed">
          Accounts are made by your organization’s administrators. Ask one of them if you cannot sign in.
        </p>
      </DoorFrame>
    );
  return (
    <DoorFrame
      title={step.enroll ? 'Set up a second factor' : 'One more step'}
      wide={step.enroll}
      below={step.enroll ? 'Your organization asks for one, beside your password' : 'Your password was right'}
    >
      <Suspense fallback={<Skeleton rows={3} height={64} />}>
        {step.enroll ? (
          <EnrollForm onEntered={enter} onAgain={again} />
        ) : (
          <SecondStepForm methods={step.methods} onEntered={enter} onAgain={again} />
        )}
      </Suspense>
    </DoorFrame>
  );
}
