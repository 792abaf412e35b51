import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { HoldDetail } from '../../api/types.ts';
import { Digest } from '../../design/Digest.tsx';
import { Facts, Page, Section } from '../../design/Page.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { Messages } from '../../libraries/MessageList.tsx';
import { messagesOf } from '../../libraries/messages.ts';
import { Counts } from '../DataFound.tsx';
import { ExecutionStatus } from '../status.tsx';
import { Decide } from './Decide.tsx';
import { holdQuery } from './queries.ts';
import { HoldStatus, holdTitle } from './status.tsx';

const route = getRouteApi('/$org/executions/holds/$hold');

/** One held call: why it waits, what it would send, and the decision. */
export function HoldPage() {
  const { org, hold } = route.useParams();
  const query = useQuery(holdQuery(hold));
  const found = query.data;
  return (
    <Page
      title={found === undefined ? 'Held call' : `Held call of ${holdTitle(found)}`}
      heading={found === undefined ? 'Held call' : holdTitle(found)}
      above={
        <Link to="/$org/executions/holds" params={{ org }} className="text-link">
          Held calls
        </Link>
      }
      below={
        found !== undefined && (
          <>
            <HoldStatus state={found.state} />
            <span className="inline-flex items-center gap-1">
              asked by <PersonName person={found.principal} />
            </span>
            <Time at={found.at} />
            <Digest value={found.id} length={16} />
          </>
        )
      }
    >
      <Loaded query={query} skeleton={<Skeleton rows={3} height={160} />}>
        {(detail) => <Body hold={detail} />}
      </Loaded>
    </Page>
  );
}

function Body({ hold }: { hold: HoldDetail }) {
  return (
    <div className="grid grid-cols-1 items-start gap-x-8 lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)]">
      <Section title="What would be sent">
        {hold.asked === null ? (
          <p className="text-ink-soft leading-relaxed">
            {hold.state === 'waiting'
              ? 'Whoever asked and those who may decide see what it says.'
              : hold.execution === null
                ? 'It is decided, so what was asked is not kept any more.'
                : 'It is decided. What was asked, and what came out, stand in the record of its execution.'}
          </p>
        ) : (
          <Messages messages={messagesOf(spokenIn(hold.asked.body))} />
        )}
      </Section>
      <div>
        {hold.state === 'waiting' ? <Decide hold={hold} /> : <Decided hold={hold} />}
        <Section title={hold.state === 'waiting' ? 'Why it waits' : 'Why it waited'}>
          <div className="card p-4">
            <Facts
              facts={[
                [
                  'Rules',
                  <ul key="rules">
                    {hold.rules.map((rule) => (
                      <li key={rule.id} className="leading-relaxed">
                        {rule.reason} <code className="text-ink-faint font-mono text-xs">{rule.id}</code>
                      </li>
                    ))}
                  </ul>,
                ],
                ['Data in it', <Counts key="data" counts={hold.dataClasses} none="none that is known" />],
                ['Model', hold.model],
                ['Environment', hold.environment ?? 'none'],
                ['Waits until', <Time key="until" at={hold.expiresAt} />],
              ]}
            />
          </div>
        </Section>
      </div>
    </div>
  );
}

function Decided({ hold }: { hold: HoldDetail }) {
  const { org } = route.useParams();
  const { decided, execution, problem } = hold;
  return (
    <Section title="The decision">
      <div className="card flex flex-col gap-2 p-4 leading-relaxed" aria-live="polite">
        {decided === null ? (
          <p>Nobody looked at it in time, so it was not run. Whoever asked may ask again.</p>
        ) : (
          <>
            <p className="flex flex-wrap items-center gap-x-2">
              <HoldStatus state={hold.state === 'failed' ? 'approved' : hold.state} /> by{' '}
              <PersonName person={decided.by} /> <Time at={decided.at} />
            </p>
            <p className="break-words">“{decided.reason}”</p>
          </>
        )}
        {problem !== null && (
          <p>
            {problem.detail} <code className="text-ink-faint font-mono text-xs">{problem.code}</code>
          </p>
        )}
        {execution !== null && execution.status !== null && (
          <p className="flex flex-wrap items-center gap-x-2">
            <ExecutionStatus status={execution.status} />
            <Link
              to="/$org/executions/$execution"
              params={{ org, execution: execution.id }}
              className="text-link"
            >
              Open the record of its execution
            </Link>
          </p>
        )}
      </div>
    </Section>
  );
}

/** The conversation of a body, whatever API it was written for. */
function spokenIn(body: Record<string, unknown>): unknown[] {
  const { messages, input, system } = body;
  const said = Array.isArray(messages)
    ? messages
    : Array.isArray(input)
      ? input
      : [{ role: 'user', content: input ?? '' }];
  return system === undefined ? said : [{ role: 'system', content: system }, ...said];
}
