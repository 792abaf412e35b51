import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOrg } from '../access/session.ts';
import type { ChangeDetail, Stage } from '../api/types.ts';
import { classNames } from '../design/class-names.ts';
import { PersonNames } from '../design/PersonName.tsx';
import { StatusShape } from '../design/StatusShape.tsx';
import { SummaryCard } from './Summary.tsx';

const stageNames: Record<Stage['name'], string> = {
  review: 'Review',
  approval: 'Approval',
  publish: 'Publishing',
};

/** The server's checks, as people say them. */
const checkNames: Readonly<Record<string, string>> = {
  content: 'Differs from what is published:',
  parses: 'Every prompt can be read:',
  merges: 'Merges without conflict:',
};

/** What is missing: each stage of the requirement, each check, and below it what one can do about it. */
export function WhatIsMissing({ change, actions }: { change: ChangeDetail; actions: ReactNode }) {
  const org = useOrg();
  const { requirement, checks, state } = change;
  const isOver = state === 'published' || state === 'rejected' || state === 'withdrawn';
  return (
    <SummaryCard title={isOver ? 'What it took' : 'What is missing'}>
      <ul className="flex flex-col gap-1.5">
        {requirement.stages.map((stage) => (
          <Line key={stage.name} state={stage.satisfied ? 'done' : 'open'}>
            <span className="font-medium">{stageNames[stage.name]}</span>{' '}
            <span className="text-ink-soft">
              {stage.have} of {stage.need}
              {stage.by.length > 0 && (
                <>
                  , by <PersonNames people={stage.by} />
                </>
              )}
            </span>
          </Line>
        ))}
        {!requirement.stages.some(({ name }) => name === 'publish') && (
          <Line state={state === 'published' ? 'done' : 'open'}>
            <span className="font-medium">Publishing</span>{' '}
            <span className="text-ink-soft">by a {requirement.publish}</span>
          </Line>
        )}
        {checks.map((check) => (
          <Line
            key={check.name}
            state={check.state === 'passed' ? 'done' : check.state === 'failed' ? 'failed' : 'open'}
          >
            <span className="font-medium">{checkNames[check.name] ?? check.name}</span>{' '}
            <span className="text-ink-soft">
              {check.state}
              {check.detail !== null && check.detail !== '' && check.state !== 'passed'
                ? `: ${check.detail}`
                : ''}
              {check.name === 'merges' && check.state === 'failed' && !isOver && (
                <>
                  {' '}
                  <Link
                    to="/$org/libraries/$library/merge"
                    params={{ org, library: change.library }}
                    search={{ branch: change.branch, from: 'main' }}
                    className="text-link"
                  >
                    Bring main into the branch
                  </Link>
                </>
              )}
            </span>
          </Line>
        ))}
      </ul>
      <div className="mt-auto pt-3">{actions}</div>
    </SummaryCard>
  );
}

const lineLooks = {
  done: { shape: 'check', tone: 'text-good', word: 'done' },
  open: { shape: 'ring', tone: 'text-ink-faint', word: 'open' },
  failed: { shape: 'cross', tone: 'text-bad', word: 'failed' },
} as const;

const Line = ({ state, children }: { state: keyof typeof lineLooks; children: ReactNode }) => (
  <li className="flex items-start gap-2 leading-snug">
    <span className={classNames('mt-1', lineLooks[state].tone)}>
      <StatusShape shape={lineLooks[state].shape} />
      <span className="sr-only">{lineLooks[state].word}:</span>
    </span>
    <span className="min-w-0">{children}</span>
  </li>
);
