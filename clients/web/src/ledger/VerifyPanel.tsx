import { useMutation } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useOrg } from '../access/session.ts';
import { Button } from '../design/Button.tsx';
import { classNames } from '../design/class-names.ts';
import { StatusShape } from '../design/StatusShape.tsx';
import { FormProblem } from '../design/states.tsx';
import type { Verification, VerifyStep, Wanted } from './verification.ts';
import { verify } from './verify.ts';

type Props = {
  proofPath: string;
  wanted: readonly Wanted[];
  onVerified?: (verification: Verification) => void;
};

/** "Is it proven?": fetches the proof, checks it in this browser, and shows each step. */
export function VerifyPanel({ proofPath, wanted, onVerified }: Props) {
  const org = useOrg();
  const check = useMutation({
    mutationFn: () => verify(org, proofPath, wanted),
    onSuccess: (answer) => onVerified?.(answer),
  });
  const answer = check.data;
  return (
    <div className={classNames('card p-4', answer?.ok === false && 'border-bad')}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div aria-live="polite">
          <h2 className="font-semibold">
            {answer === undefined ? 'Is it proven?' : answer.ok ? 'Proven' : 'Not proven'}
          </h2>
          <p className="text-ink-soft text-xs leading-relaxed">
            {answer === undefined
              ? 'Checked in your browser, by a program that does not trust this server.'
              : answer.ok
                ? 'Checked in your browser just now. Nothing in it was taken on trust from this server.'
                : 'Do not rely on this record. Keep this page open and tell your auditors.'}
          </p>
        </div>
        <Button
          look={answer === undefined ? 'primary' : 'secondary'}
          icon={<ShieldCheck size={16} aria-hidden />}
          busy={check.isPending}
          onClick={() => check.mutate()}
        >
          {check.isPending ? 'Verifying…' : answer === undefined ? 'Verify' : 'Verify again'}
        </Button>
      </div>
      {check.isError && (
        <div className="mt-3">
          <FormProblem error={check.error} />
        </div>
      )}
      {answer !== undefined && (
        <ol className="mt-4 flex flex-col gap-2.5 border-t pt-4">
          {answer.steps.map((step) => (
            <Step key={step.name} step={step} />
          ))}
        </ol>
      )}
    </div>
  );
}

const looks = {
  passed: { shape: 'check', word: 'passed', tone: 'text-good' },
  failed: { shape: 'cross', word: 'failed', tone: 'text-bad' },
  not_reached: { shape: 'dash', word: 'not checked', tone: 'text-ink-faint' },
} as const;

const Step = ({ step }: { step: VerifyStep }) => {
  const look = looks[step.state];
  return (
    <li className="flex gap-2.5">
      <span className={classNames('mt-1', look.tone)}>
        <StatusShape shape={look.shape} />
      </span>
      <div className="min-w-0">
        <p className="leading-snug font-medium">
          {step.name}: <span className={look.tone}>{look.word}</span>
        </p>
        {step.detail !== '' && step.detail !== look.word && (
          <p className="text-ink-soft text-xs leading-relaxed break-words">{step.detail}</p>
        )}
      </div>
    </li>
  );
};
