import { useQuery } from '@tanstack/react-query';
import type { Quality } from '../api/types.ts';
import { Page } from '../design/Page.tsx';
import { Status } from '../design/Status.tsx';
import { EmptyState, Loaded, Skeleton } from '../design/states.tsx';
import { AsOf } from './AsOf.tsx';
import { ChartCard } from './charts/ChartCard.tsx';
import { figureText } from './figure.ts';
import { IntelligenceNav } from './IntelligenceNav.tsx';
import { qualitySheet } from './quality-sheet.ts';
import { qualityQuery } from './queries.ts';

type Item = Quality['items'][number];

/** How good answers are, by prompt and version, and whether the newest version is better. */
export function QualityPage() {
  const quality = useQuery(qualityQuery);
  return (
    <Page
      title="Quality"
      heading="How good answers are"
      below={quality.data === undefined ? 'By prompt and version' : <AsOf at={null} log={quality.data.log} />}
    >
      <IntelligenceNav />
      <Loaded query={quality} skeleton={<Skeleton rows={4} height={140} />}>
        {(answer) => <View quality={answer} />}
      </Loaded>
    </Page>
  );
}

function View({ quality }: { quality: Quality }) {
  const { items, smallestGroup, measure } = quality;
  if (items.length === 0)
    return (
      <EmptyState title="Nobody has scored an answer yet">
        Open an execution and press u or d. A week is counted here when it is over.
      </EmptyState>
    );
  return (
    <>
      <div className="flex flex-col gap-4">
        {items.map((item) => (
          <ChartCard
            key={item.name}
            title={item.name}
            measure={measure}
            sheet={qualitySheet(item)}
            note={<Verdict item={item} />}
            plain
          >
            <Whiskers item={item} />
          </ChartCard>
        ))}
      </div>
      <p className="text-ink-soft mt-3 mb-1 max-w-prose leading-relaxed">
        Thumbs of people over {quality.weeks.length} weeks.{' '}
        {smallestGroup > 1 &&
          `Weeks that are not over, or in which fewer than ${smallestGroup} people scored a version, are in no number.`}
      </p>
    </>
  );
}

const verdicts = {
  better: { word: 'Better', shape: 'check', tone: 'good' },
  worse: { word: 'Worse', shape: 'cross', tone: 'bad' },
  cannot_tell: { word: 'Open', shape: 'dash', tone: 'plain' },
} as const;

function Verdict({ item: { comparison } }: { item: Item }) {
  if (comparison === null) return <>Fewer than two versions have enough scores to compare.</>;
  const { verdict, words, before, after } = comparison;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Status {...verdicts[verdict]} />
      <span className="text-ink">
        {verdict === 'cannot_tell' ? `v${after} against v${before}: ${words}` : words}
      </span>
    </span>
  );
}

/** Each version's acceptance with its interval, on one scale from 0 to 100 %. */
function Whiskers({ item: { versions } }: { item: Item }) {
  return (
    <ul className="flex flex-col gap-2">
      {versions.map(({ version, acceptance: { value, low, high, n } }) => (
        <li
          key={version}
          className="grid grid-cols-[3rem_minmax(0,1fr)] items-center gap-x-3 sm:grid-cols-[3rem_minmax(0,1fr)_16rem]"
        >
          <span className="font-medium tabular-nums">v{version}</span>
          {value === null || low === null || high === null ? (
            <span className="text-ink-faint text-xs">too few people scored it</span>
          ) : (
            <>
              <svg viewBox="0 0 200 8" className="h-3 w-full" preserveAspectRatio="none" aria-hidden>
                <rect y="3.5" width="200" height="1" fill="var(--line)" />
                <rect
                  x={low * 200}
                  y="2"
                  width={Math.max(1, (high - low) * 200)}
                  height="4"
                  fill="var(--chart-2)"
                />
                <rect x={Math.min(198.5, value * 200)} width="1.5" height="8" fill="var(--ink)" />
              </svg>
              <span className="text-ink-soft text-xs tabular-nums max-sm:col-start-2">
                <strong className="text-ink font-medium">{figureText(value, 'share')}</strong>,{' '}
                {figureText(low, 'share')} to {figureText(high, 'share')} (95 %, n = {n})
              </span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
