import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOrg } from '../access/session.ts';
import type { ExecutionDetail } from '../api/types.ts';
import { BreakGlassMark } from '../changes/going-live/BreakGlassMark.tsx';
import { RecallMarks } from '../changes/recalls/RecallMarks.tsx';
import { Digest } from '../design/Digest.tsx';
import { count, money } from '../design/money.ts';
import { Facts, Section } from '../design/Page.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { duration } from '../design/time.ts';
import { ReplayPanel } from '../policy/ReplayPanel.tsx';
import { executionPath } from './queries.ts';
import { AboutFact, ConversationFact, TraceFact } from './sequences/facts.tsx';
import { VerdictStatus } from './status.tsx';

type Fact = readonly [string, ReactNode] | null;

/** What ran, on which model, for how much, and the verdict that let it. */
export function ExecutionFacts({ execution }: { execution: ExecutionDetail }) {
  const { verdict, modelAnswered, model, call } = execution;
  const isRefused = execution.status === 'refused';
  const facts: Fact[] = [
    ['Prompt', <PromptFact key="prompt" prompt={execution.prompt} />],
    [
      'Model',
      `${modelAnswered ?? model} at ${execution.provider}${modelAnswered !== null && modelAnswered !== model ? ` (asked for ${model})` : ''}`,
    ],
    execution.environment === null ? null : ['Environment', execution.environment],
    execution.useCase === null ? null : ['Use case', execution.useCase],
    execution.onBehalfOf === null
      ? null
      : ['On behalf of', <PersonName key="behalf" person={execution.onBehalfOf} />],
    ...belonging(execution),
    // Nothing was called: there is nothing to measure.
    ...(isRefused ? [] : measured(execution)),
    call?.answeredFrom === undefined ? null : ['Answer', <GivenAgain key="again" from={call.answeredFrom} />],
    call?.tries === undefined
      ? null
      : [
          call.route === undefined ? 'Tries' : `Route ${call.route}`,
          <Tries key="tries" tries={call.tries} />,
        ],
    call?.durability === 'strict' ? ['Recorded', 'before the provider was called'] : null,
    [
      'Verdict',
      <div key="verdict">
        <VerdictStatus decision={verdict.decision} />
        <ul className="mt-1.5">
          {verdict.rules.map((rule) => (
            <li key={rule.id} className="text-ink-soft leading-relaxed">
              {rule.reason} <code className="text-ink-faint font-mono text-xs">{rule.id}</code>
            </li>
          ))}
        </ul>
        <p className="text-ink-faint text-xs">
          policy <Digest value={verdict.policyVersion} />
        </p>
        <ReplayPanel path={executionPath(execution.id)} />
      </div>,
    ],
  ];
  return (
    <Section title={isRefused ? 'How it was judged' : 'How it ran'}>
      <div className="card p-4">
        <Facts facts={facts.filter((fact) => fact !== null)} />
      </div>
    </Section>
  );
}

/** What its caller says that it belongs to. Whoever looks for what came after it finds that here too. */
function belonging(execution: ExecutionDetail): Fact[] {
  const { tags } = execution;
  return [
    ['Trace', <TraceFact key="trace" execution={execution} />],
    execution.conversation === null
      ? null
      : ['Conversation', <ConversationFact key="conversation" execution={execution} />],
    execution.about === null ? null : ['Looks at', <AboutFact key="about" about={execution.about} />],
    tags.length === 0 ? null : ['Tags', tags.join(', ')],
  ];
}

function measured({ usage, costMicroUsd, durationMs, call }: ExecutionDetail): Fact[] {
  return [
    ['Tokens', usage === null ? 'unknown' : tokensText(usage, call)],
    ['Cost', costMicroUsd === null ? 'unknown' : money(costMicroUsd)],
    ['Took', durationMs === null ? 'unknown' : tookText(durationMs, call)],
    call?.providerRequest == null
      ? null
      : [
          'At the provider',
          <code key="request" className="font-mono text-xs">
            {call.providerRequest}
          </code>,
        ],
  ];
}

function tokensText(usage: NonNullable<ExecutionDetail['usage']>, call: ExecutionDetail['call']): string {
  const cached = call?.cachedTokens ? ` (${count(call.cachedTokens)} from its cache)` : '';
  const thought = call?.reasoningTokens ? ` (${count(call.reasoningTokens)} thinking)` : '';
  return `${count(usage.inputTokens)} in${cached}, ${count(usage.outputTokens)} out${thought}`;
}

function tookText(durationMs: number, call: ExecutionDetail['call']): string {
  const first = call?.firstByteMs ?? null;
  return first === null
    ? duration(durationMs)
    : `${duration(durationMs)}, the first of it after ${duration(first)}`;
}

function PromptFact({ prompt }: { prompt: ExecutionDetail['prompt'] }) {
  const org = useOrg();
  if (prompt === null) return <span>none: the model was called directly</span>;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
      <Link
        to="/$org/libraries/$library/prompts/$"
        params={{ org, library: prompt.library, _splat: prompt.name }}
        className="text-link"
      >
        {isRedirected(prompt) ? `${prompt.library}/${prompt.name}` : prompt.reference}
      </Link>
      {isRedirected(prompt) && (
        <span className="text-ink-soft">asked for as {prompt.reference}, which sends its callers there</span>
      )}
      <Digest value={prompt.digest} />
      <RecallMarks library={prompt.library} path={prompt.path} digests={[prompt.digest]} />
      <BreakGlassMark library={prompt.library} change={prompt.change} />
    </span>
  );
}

/** Nobody was asked: the very same question had an answer. */
function GivenAgain({ from }: { from: string }) {
  const org = useOrg();
  return (
    <>
      given again from{' '}
      <Link to="/$org/executions/$execution" params={{ org, execution: from }}>
        an earlier execution
      </Link>
    </>
  );
}

/** Who was asked in turn, and what came of it. */
function Tries({ tries }: { tries: NonNullable<NonNullable<ExecutionDetail['call']>['tries']> }) {
  return (
    <ol className="flex flex-col gap-1">
      {tries.map(({ provider, model, problem, durationMs }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: tries are in order, and the same target may be asked twice
        <li key={at}>
          {model} at {provider}:{' '}
          {problem === null ? 'answered' : <code className="font-mono text-xs">{problem}</code>}{' '}
          <span className="text-ink-faint text-xs">{duration(durationMs)}</span>
        </li>
      ))}
    </ol>
  );
}

/** Whether it was asked for by another name, whose owner sends its callers to what ran. */
const isRedirected = ({
  library,
  name,
  reference,
}: {
  library: string;
  name: string;
  reference: string;
}): boolean => reference.split('@', 1)[0]?.replace(/\.prompt$/, '') !== `${library}/${name}`;
