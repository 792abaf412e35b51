import { useQuery } from '@tanstack/react-query';
import { Gavel } from 'lucide-react';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import { Button } from '../../design/Button.tsx';
import { Section } from '../../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { judgesQuery } from '../queries.ts';
import { JudgeCard } from './JudgeCard.tsx';
import { NewJudgeDialog } from './NewJudgeDialog.tsx';

/** Prompts that judge answers, and what their verdicts are worth. */
export function JudgesSection() {
  const [adding, setAdding] = useState(false);
  const judges = useQuery(judgesQuery);
  const mayCreate = useHolds('judge.create');
  return (
    <Section
      title="Judges"
      className="mt-8"
      aside={
        <Button
          small
          icon={<Gavel size={14} aria-hidden />}
          onClick={() => setAdding(true)}
          disabledBecause={mayCreate ? null : 'Admins make judges.'}
        >
          New judge
        </Button>
      }
    >
      <Loaded query={judges} skeleton={<Skeleton rows={1} height={200} />}>
        {({ items, measure }) =>
          items.length === 0 ? (
            <EmptyState title="No judge yet">
              A judge is a governed prompt that says whether an answer is good. It is worth what it was
              compared with: people rate some of the same answers.
            </EmptyState>
          ) : (
            <div className="flex flex-col gap-4">
              {items.map((judge) => (
                <JudgeCard key={judge.id} judge={judge} measure={measure} />
              ))}
            </div>
          )
        }
      </Loaded>
      {adding && <NewJudgeDialog onClose={() => setAdding(false)} />}
    </Section>
  );
}
