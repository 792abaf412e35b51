import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Measure } from '../api/types.ts';
import { Page } from '../design/Page.tsx';
import { Loaded, Skeleton } from '../design/states.tsx';
import { IntelligenceNav } from './IntelligenceNav.tsx';
import { measuresQuery } from './queries.ts';

const grades: Readonly<Record<string, string>> = {
  A: 'from a random assignment',
  B: 'before and after, with a comparison',
  C: 'counted in the log',
  D: 'asked of people',
  E: 'assumed',
};

/** What every figure means, in words. */
export function MeasuresPage() {
  const measures = useQuery(measuresQuery);
  return (
    <Page
      title="What figures mean"
      below="One definition for each. A formula that changes gets the next version."
    >
      <IntelligenceNav />
      <Loaded query={measures} skeleton={<Skeleton rows={8} height={96} />}>
        {({ items }) => <List items={items} />}
      </Loaded>
    </Page>
  );
}

function List({ items }: { items: readonly Measure[] }) {
  useEffect(() => {
    document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }, []);
  return (
    <div className="flex flex-col gap-3">
      {items.map(({ id, name, title, formula, unit, grade, projections }) => (
        <article key={id} id={id} className="card target:border-accent scroll-mt-20 p-4">
          <h2 className="font-medium">{title}</h2>
          <p className="mt-1 max-w-prose leading-relaxed">
            {formula.charAt(0).toUpperCase() + formula.slice(1)}.
          </p>
          <p className="text-ink-faint mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs">
            <code className="font-mono">{name}</code>
            <span>in {unit}</span>
            <span>
              grade {grade}: {grades[grade]}
            </span>
            <span>from {projections.join(', ')}</span>
          </p>
        </article>
      ))}
    </div>
  );
}
