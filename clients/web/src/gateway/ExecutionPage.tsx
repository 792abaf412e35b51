import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ExecutionContent, ExecutionDetail } from '../api/types.ts';
import { Digest } from '../design/Digest.tsx';
import { Page, Section } from '../design/Page.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { Status } from '../design/Status.tsx';
import { Loaded, Skeleton } from '../design/states.tsx';
import { Time } from '../design/Time.tsx';
import { EvidenceButton } from '../intelligence/evidence/EvidenceButton.tsx';
import { VerifyPanel } from '../ledger/VerifyPanel.tsx';
import type { Wanted } from '../ledger/verification.ts';
import { Messages } from '../libraries/MessageList.tsx';
import { messagesOf } from '../libraries/messages.ts';
import { ChainStrip } from './custody/ChainStrip.tsx';
import { Custody } from './custody/Custody.tsx';
import { chainOf } from './custody/chain.ts';
import { DataFound } from './DataFound.tsx';
import { ExecutionFacts } from './ExecutionFacts.tsx';
import { LockedContent } from './LockedContent.tsx';
import { Output } from './Output.tsx';
import { promptText } from './prompt-text.ts';
import { executionPath, executionQuery, scoresQuery } from './queries.ts';
import { Scores } from './Scores.tsx';
import { ExecutionStatus } from './status.tsx';

const route = getRouteApi('/$org/executions/$execution');

export function ExecutionPage() {
  const { org, execution } = route.useParams();
  const query = useQuery(executionQuery(execution));
  const found = query.data;
  // What somebody gave a reason for is on this page until they leave it, and asked for again after that.
  const [read, setRead] = useState<{ of: string; content: ExecutionContent } | null>(null);
  return (
    <Page
      actions={found !== undefined && <EvidenceButton subject={{ kind: 'execution', execution: found.id }} />}
      title={found === undefined ? 'Execution' : `Execution of ${promptText(found)}`}
      heading={found === undefined ? 'Execution' : promptText(found)}
      above={
        <Link to="/$org/executions" params={{ org }} className="text-link">
          Executions
        </Link>
      }
      below={
        found !== undefined && (
          <>
            <ExecutionStatus status={found.status} />
            <span className="inline-flex items-center gap-1">
              by <PersonName person={found.principal} />
            </span>
            <Time at={found.at} />
            <Digest value={found.id} length={16} />
            {found.erased !== null && <ErasedMark erased={found.erased} />}
            {found.held && <Status word="on legal hold" shape="diamond" tone="accent" />}
          </>
        )
      }
    >
      <Loaded query={query} skeleton={<Skeleton rows={3} height={180} />}>
        {(detail) => (
          <ExecutionBody
            execution={read?.of === detail.id ? { ...detail, ...read.content, contentLocked: false } : detail}
            onRead={(content) => setRead({ of: detail.id, content })}
          />
        )}
      </Loaded>
    </Page>
  );
}

/** What the proof must hold: the intent, and the outcome as soon as there is one. */
function wantedOf({ id, entries }: ExecutionDetail): Wanted[] {
  const intent = { entry: entries.intent, subject: id, what: 'the intent of this execution' };
  if (entries.intent === entries.outcome) return [{ ...intent, what: 'the refusal' }];
  return entries.outcome === null
    ? [intent]
    : [intent, { entry: entries.outcome, subject: id, what: 'its outcome' }];
}

function ExecutionBody({
  execution,
  onRead,
}: {
  execution: ExecutionDetail;
  onRead: (content: ExecutionContent) => void;
}) {
  const [proven, setProven] = useState<ReadonlySet<string>>(new Set());
  const scores = useQuery(scoresQuery(execution.id)).data?.items ?? [];
  return (
    <>
      <ChainStrip chain={chainOf(execution, scores)} proven={proven} />
      <div className="grid grid-cols-1 items-start gap-x-8 lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)]">
        <div>
          <Section title={execution.status === 'refused' ? 'Why it was refused' : 'What came out'}>
            {execution.contentLocked && execution.problem === null ? (
              <LockedContent execution={execution.id} onRead={onRead} />
            ) : (
              <Output execution={execution} />
            )}
          </Section>
          {execution.status === 'succeeded' && !execution.contentLocked && (
            <Scores execution={execution.id} output={execution.output?.text ?? null} />
          )}
          <ExecutionFacts execution={execution} />
          <DataFound treatment={execution.treatment} />
          <Section title="What the model was given">
            {execution.status === 'refused' ? (
              <p className="text-ink-soft leading-relaxed">
                Nothing: no provider was called. What was asked is not kept of a refused call.
              </p>
            ) : execution.contentShown ? (
              <Messages messages={messagesOf(execution.messages)} />
            ) : execution.contentLocked && execution.problem !== null ? (
              <LockedContent execution={execution.id} onRead={onRead} />
            ) : execution.contentLocked ? (
              <p className="text-ink-soft leading-relaxed">
                Shown with what came out, once you say why you read it.
              </p>
            ) : (
              <p className="text-ink-soft leading-relaxed">
                {execution.erased === null
                  ? 'You may see that this ran, not what was said. The one who ran it and auditors may.'
                  : 'It was erased. The entries that prove that this ran stay, and hold nothing of it.'}
              </p>
            )}
          </Section>
        </div>
        <div className="flex flex-col gap-8">
          <VerifyPanel
            proofPath={`${executionPath(execution.id)}/proof`}
            wanted={wantedOf(execution)}
            onVerified={(answer) => setProven(answer.proven)}
          />
          <Section title="Chain of custody">
            <Custody steps={execution.custody} proven={proven} />
          </Section>
        </div>
      </div>
    </>
  );
}

const ErasedMark = ({ erased }: { erased: NonNullable<ExecutionDetail['erased']> }) => (
  <span className="inline-flex flex-wrap items-center gap-1.5">
    <Status
      word={erased.why === 'erasure' ? 'content erased' : 'content erased: its time was over'}
      shape="dash"
      tone="plain"
    />
    <Time at={erased.at} />
  </span>
);
