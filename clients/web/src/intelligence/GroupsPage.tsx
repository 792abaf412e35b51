import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Comparison, GroupRow } from '../api/types.ts';
import { Select } from '../design/Field.tsx';
import { Page } from '../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { oneOf } from '../shell/search.ts';
import { AsOf } from './AsOf.tsx';
import { MeasureLink, TakeAway } from './charts/ChartCard.tsx';
import { figureText } from './figure.ts';
import { Spark } from './figures/Spark.tsx';
import { dimensions, spans } from './filters.ts';
import { GroupName } from './GroupName.tsx';
import { groupSheet } from './group-sheet.ts';
import { IntelligenceNav } from './IntelligenceNav.tsx';
import { groupsQuery } from './queries.ts';
import { ViewsMenu } from './ViewsMenu.tsx';

const route = getRouteApi('/$org/intelligence/groups');
const words = { team: 'team', library: 'library', prompt: 'prompt', model: 'model', app: 'app' } as const;

/** Teams, libraries, prompts, models and apps beside each other. */
export function GroupsPage() {
  const { by = 'library', weeks = '4', library } = route.useSearch();
  const navigate = route.useNavigate();
  const groups = useQuery(groupsQuery(by, weeks, library));
  return (
    <Page
      title="Compare"
      heading="Use, side by side"
      below={
        groups.data === undefined ? (
          'By team, library, prompt, model and app'
        ) : (
          <AsOf at={null} log={groups.data.log} />
        )
      }
      actions={
        <>
          {groups.data && <TakeAway sheet={groupSheet(groups.data)} measure={groups.data.measure} />}
          <ViewsMenu
            here={{ page: 'groups', filters: { by, weeks, ...(library === undefined ? {} : { library }) } }}
          />
        </>
      }
    >
      <IntelligenceNav />
      <div className="mb-5 flex flex-wrap items-end gap-3">
        <div className="w-40">
          <Select
            label="By"
            value={by}
            options={dimensions.map((value) => ({ value, label: words[value] }))}
            onChange={({ target }) => {
              const next = oneOf(target.value, dimensions) ?? 'library';
              void navigate({ search: { by: next, weeks }, replace: true });
            }}
          />
        </div>
        <div className="w-64">
          <Select
            label="Over"
            value={weeks}
            options={spans.map((value) => ({ value, label: `the last ${value} complete weeks` }))}
            onChange={({ target }) => {
              const next = oneOf(target.value, spans) ?? '4';
              void navigate({ search: (before) => ({ ...before, weeks: next }), replace: true });
            }}
          />
        </div>
        {library !== undefined && (
          <p className="text-ink-soft pb-2">
            of <strong className="text-ink font-medium">{library}</strong>
          </p>
        )}
      </div>
      <Loaded query={groups} skeleton={<Skeleton rows={8} height={48} />}>
        {(answer) => <View comparison={answer} />}
      </Loaded>
    </Page>
  );
}

function View({ comparison }: { comparison: Comparison }) {
  const { items, smallestGroup, by } = comparison;
  if (items.length === 0)
    return (
      <EmptyState title="Nothing ran in these weeks">
        A week is counted here when it is over. The overview has the numbers of today.
      </EmptyState>
    );
  const hidden = items.filter(({ shownWeeks, weeks }) => shownWeeks < weeks).length;
  return (
    <>
      <Table
        label={`Use by ${by}`}
        rows={items}
        columns={columnsOf(comparison)}
        rowKey={({ id, name }) => `${id} ${name}`}
      />
      <p className="text-ink-soft mt-3 max-w-prose leading-relaxed">
        {hidden === 0
          ? `Every week is shown: none was about fewer than ${smallestGroup} people.`
          : `${hidden === 1 ? 'One row lacks' : `${hidden} rows lack`} weeks in which fewer than ${smallestGroup} people ran something, or whose number could be had by subtracting others from a total.`}
      </p>
      <MeasureLink measure={comparison.measure} />
    </>
  );
}

const tooFew = <span className="text-ink-faint">too few</span>;

function columnsOf({ by, weeks }: Comparison): readonly Column<GroupRow>[] {
  const share = (estimate: GroupRow['governed']) =>
    estimate === null ? (
      '–'
    ) : (
      <span title={`${figureText(estimate.low, 'share')} to ${figureText(estimate.high, 'share')} (95 %)`}>
        {figureText(estimate.value, 'share')}
      </span>
    );
  return [
    {
      name: by.charAt(0).toUpperCase() + by.slice(1),
      width: 'minmax(0,1.6fr)',
      cell: (row) => <GroupName by={by} row={row} />,
    },
    {
      name: 'Executions',
      width: '5.5rem',
      right: true,
      cell: ({ executions }) => (executions === null ? tooFew : figureText(executions, 'executions')),
    },
    ...(by === 'app'
      ? []
      : [
          {
            name: 'People',
            width: '4rem',
            right: true,
            cell: ({ people }: GroupRow) => (people === null ? '–' : figureText(people, 'people')),
          },
        ]),
    {
      name: 'Governed',
      width: '5rem',
      right: true,
      from: 'sm',
      cell: ({ governed }) => share(governed),
    },
    {
      name: 'Answered',
      width: '5rem',
      right: true,
      from: 'md',
      cell: ({ succeeded }) => share(succeeded),
    },
    ...(by === 'team'
      ? []
      : [
          {
            name: 'Cost',
            width: '5rem',
            right: true,
            from: 'md' as const,
            cell: ({ costUsd }: GroupRow) => figureText(costUsd, 'usd'),
          },
        ]),
    {
      name: 'By week',
      width: '7rem',
      from: 'lg',
      cell: ({ name, byWeek }) => (
        <Spark
          figure={{
            title: `${name} by week`,
            series: byWeek.map((value, at) => ({ at: weeks[at] ?? '', value })),
          }}
        />
      ),
    },
  ];
}
