import { useQuery } from '@tanstack/react-query';
import type { Return } from '../../api/types.ts';
import { Page } from '../../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { AsOf } from '../AsOf.tsx';
import { IntelligenceNav } from '../IntelligenceNav.tsx';
import { returnQuery } from '../queries.ts';
import { NetValue } from './NetValue.tsx';
import { ReturnCard } from './ReturnCard.tsx';

/** What use is worth, and how sure that is. */
export function ReturnPage() {
  const found = useQuery(returnQuery);
  return (
    <Page
      title="Return"
      heading="What it is worth"
      below={
        found.data === undefined ? (
          'By value model: low, middle and high'
        ) : (
          <AsOf at={null} log={found.data.log} />
        )
      }
    >
      <IntelligenceNav />
      <Loaded query={found} skeleton={<Skeleton rows={3} height={180} />}>
        {(answer) => <View found={answer} />}
      </Loaded>
    </Page>
  );
}

function View({ found: { items, total, measure, smallestGroup, unreadable } }: { found: Return }) {
  return (
    <>
      {unreadable.length > 0 && (
        <p className="text-warn mb-4 text-sm">
          {unreadable.join(', ')} in the library policy cannot be read, and counts nowhere.
        </p>
      )}
      {items.length === 0 ? (
        <EmptyState title="Nobody has said yet what an answer is worth">
          A value model is a file in the library policy, reviewed and approved like everything there: minutes
          with and without, what reading and doing again takes, an hour’s cost, and how you know. Start one
          there from the template Value model.
        </EmptyState>
      ) : (
        <>
          {total !== null && <NetValue figure={total} />}
          {items.map((item) => (
            <ReturnCard key={item.path} item={item} measure={measure} smallestGroup={smallestGroup} />
          ))}
        </>
      )}
    </>
  );
}
