import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useEffect } from 'react';
import { Button, IconButton } from '../../design/Button.tsx';
import { classNames } from '../../design/class-names.ts';
import { StatusShape } from '../../design/StatusShape.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { takesText } from '../../shell/shortcuts.ts';
import { groupNotices, type NoticeGroup } from './group.ts';
import { NoticeLink } from './NoticeLink.tsx';
import { noticesQuery, useReadNotices } from './queries.ts';

/** What one was told, by change; `e` is done with the focused one. */
export function NoticesTab() {
  const notices = useQuery(noticesQuery);
  const read = useReadNotices();
  const groups = groupNotices(notices.data?.items ?? []);
  const done = (ids: readonly string[]) => ids.length > 0 && read.mutate({ ids });
  const newest = notices.data?.items[0];
  useDoneKey(groups, done);
  return (
    <Loaded query={notices} skeleton={<Skeleton rows={8} height={48} />}>
      {({ unread }) =>
        groups.length === 0 ? (
          <EmptyState title="No notices yet">
            When somebody asks you for a review, answers you or decides on a change of yours, it stands here.
          </EmptyState>
        ) : (
          <>
            <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
              <p className="text-ink-soft" role="status">
                {unread === 0 ? 'Nothing is unread.' : `${unread} unread`}
              </p>
              <Button
                small
                disabledBecause={unread === 0 ? 'Nothing is unread.' : null}
                onClick={() => newest !== undefined && read.mutate({ upTo: newest.id })}
              >
                Done with all
              </Button>
            </div>
            <NoticeTable groups={groups} onDone={done} />
          </>
        )
      }
    </Loaded>
  );
}

function NoticeTable({
  groups,
  onDone,
}: {
  groups: readonly NoticeGroup[];
  onDone: (ids: readonly string[]) => void;
}) {
  const columns: readonly Column<NoticeGroup>[] = [
    {
      name: 'Notice',
      width: 'minmax(0,1fr)',
      cell: (group) => <NoticeCell group={group} onOpen={() => onDone(group.unread)} />,
    },
    { name: 'When', width: '5.5rem', right: true, from: 'sm', cell: ({ newest }) => <Time at={newest.at} /> },
    {
      name: 'Done',
      width: '2.25rem',
      right: true,
      cell: ({ unread, newest }) =>
        unread.length > 0 && (
          <IconButton
            className="relative z-10"
            label={`Done with: ${newest.text}`}
            icon={<Check size={16} aria-hidden />}
            onClick={() => onDone(unread)}
          />
        ),
    },
  ];
  return <Table label="Notices" columns={columns} rows={groups} rowKey={({ key }) => key} />;
}

function NoticeCell({
  group: { key, newest, earlier, unread },
  onOpen,
}: {
  group: NoticeGroup;
  onOpen: () => void;
}) {
  const isUnread = unread.length > 0;
  const words = classNames(!isUnread && 'text-ink-soft font-normal!');
  return (
    <div className="flex items-start gap-2.5">
      <span className={classNames('mt-1 shrink-0', isUnread ? 'text-accent-text' : 'invisible')}>
        <StatusShape shape="diamond" />
        <span className="sr-only">{isUnread ? 'Unread' : 'Read'}</span>
      </span>
      <div className="min-w-0">
        <NoticeLink notice={newest} group={key} className={words} onOpen={onOpen}>
          {newest.text}
        </NoticeLink>
        <span className="text-ink-soft block truncate text-xs max-sm:whitespace-normal">
          <span className="sm:hidden">
            <Time at={newest.at} /> ·{' '}
          </span>
          {newest.change === null
            ? (newest.library ?? 'The organization')
            : `${newest.change.library} #${newest.change.number}`}
          {earlier.length > 0 && ` · before that: ${earlier[0]?.text}`}
          {earlier.length > 1 && ` and ${earlier.length - 1} more`}
        </span>
      </div>
    </div>
  );
}

/** `e` is done with the row that has the focus. */
function useDoneKey(groups: readonly NoticeGroup[], onDone: (ids: readonly string[]) => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { activeElement } = document;
      if (event.key !== 'e' || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target))
        return;
      if (!(activeElement instanceof HTMLElement)) return;
      const key = activeElement.dataset.notices;
      const group = groups.find((one) => one.key === key);
      if (group === undefined) return;
      event.preventDefault();
      onDone(group.unread);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
