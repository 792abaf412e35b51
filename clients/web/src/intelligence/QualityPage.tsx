import { useQuery } from '@tanstack/react-query';
import type { Quality } from '../api/types.ts';
import { Page } from '../design/Page.tsx';
import { Status } from '../design/Status.tsx';
import { EmptyState, Loaded, Skeleton } from '../design/states.tsx';
import { AsOf } from './AsOf.tsx';
import { ConsistencySection } from './ConsistencySection.tsx';
import { ChartCard } from './charts/ChartCard.tsx';
import { DriftSection } from './DriftSection.tsx';
import { Whisker } from './figures/Whisker.tsx';
import { IntelligenceNav } from './IntelligenceNav.tsx';
import { JudgesSection } from './judges/JudgesSection.tsx';
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
      <DriftSection />
      <Loaded query={quality} skeleton={<Skeleton rows={4} height={140} />}>
        {(answer) => <View quality={answer} />}
      </Loaded>
      <JudgesSection />
      <ConsistencySection />
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

const Whiskers = ({ item: { versions } }: { item: Item }) => (
  <ul className="flex flex-col gap-2">
    {versions.map(({ version, acceptance }) => (
      <Whisker
        key={version}
        label={`v${version}`}
        estimate={acceptance}
        otherwise="too few people scored it"
      />
    ))}
  </ul>
);
