import { Link } from '@tanstack/react-router';
import { MoreHorizontal } from 'lucide-react';
import { useHolds, useOrg } from '../../access/session.ts';
import type { Finding } from '../../api/types.ts';
import { IconButton } from '../../design/Button.tsx';
import { Menu, MenuItem } from '../../design/Menu.tsx';
import { Status } from '../../design/Status.tsx';
import { Time } from '../../design/Time.tsx';
import { ActionLink, EvidenceLinks } from './FindingLinks.tsx';
import { kindLooks } from './words.ts';

export type FindingAct = 'assign' | 'snooze' | 'wake' | 'resolve';

/** One thing worth doing: what is so, why, where the numbers are, and the step that starts it. */
export function FindingRow({
  finding,
  onAct,
}: {
  finding: Finding;
  /** Without, it only leads there. */
  onAct?: (act: FindingAct) => void;
}) {
  const { kind, title, why, assignee, snoozed, change } = finding;
  const { word, shape, tone } = kindLooks[kind];
  const org = useOrg();
  return (
    <li className="grid grid-cols-1 gap-x-4 gap-y-2 py-3 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Status word={word} shape={shape} tone={tone} />
          <strong className="font-semibold wrap-anywhere">{title}</strong>
        </p>
        <p className="text-ink-soft mt-1 max-w-prose leading-relaxed wrap-anywhere">{why}</p>
        <p className="text-ink-faint mt-1 flex flex-wrap gap-x-3 gap-y-0.5 text-xs">
          {assignee !== null && <span>For {assignee.displayName}</span>}
          {change !== null && (
            <span>
              To be resolved by{' '}
              <Link to="/$org/changes/$change" params={{ org, change: change.id }} className="text-link">
                {change.title}
              </Link>
            </span>
          )}
          {snoozed !== null && (
            <span>
              Put away by {snoozed.by.displayName} until <Time at={snoozed.until} />: {snoozed.reason}
            </span>
          )}
          <EvidenceLinks finding={finding} />
        </p>
      </div>
      <div className="no-print flex items-start gap-1">
        <ActionLink finding={finding} />
        {onAct !== undefined && <Acts finding={finding} onAct={onAct} />}
      </div>
    </li>
  );
}

function Acts({ finding, onAct }: { finding: Finding; onAct: (act: FindingAct) => void }) {
  const may = useHolds('finding.assign');
  if (!may) return null;
  return (
    <Menu
      trigger={
        <IconButton
          label={`More about: ${finding.title}`}
          icon={<MoreHorizontal size={16} aria-hidden />}
          className="h-7! w-7!"
        />
      }
    >
      <MenuItem onClick={() => onAct('assign')}>Assign…</MenuItem>
      <MenuItem onClick={() => onAct('resolve')}>Name the change that resolves it…</MenuItem>
      {finding.snoozed === null ? (
        <MenuItem onClick={() => onAct('snooze')}>Put away for some days…</MenuItem>
      ) : (
        <MenuItem onClick={() => onAct('wake')}>Bring back now</MenuItem>
      )}
    </Menu>
  );
}
