import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import { IconButton } from '../../design/Button.tsx';
import { Select } from '../../design/Field.tsx';
import { branchesQuery, libraryQuery, versionsQuery } from '../queries.ts';
import { environmentNamesQuery } from './queries.ts';
import { refOptions } from './ref-options.ts';

type Props = {
  library: string;
  /** Absent when whole branches are compared: those have no versions. */
  path: string | undefined;
  from: string;
  to: string;
  onChange: (refs: { from: string; to: string }) => void;
};

/** Two states to compare, and a button that turns them around. */
export function RefPickers({ library, path, from, to, onChange }: Props) {
  const seesBranches = useQuery(libraryQuery(library)).data?.permissions.includes('branch.list') === true;
  const branches = useQuery({ ...branchesQuery(library), enabled: seesBranches }).data?.items ?? [];
  const versions =
    useQuery({ ...versionsQuery(library, path ?? ''), enabled: path !== undefined }).data?.items ?? [];
  const environments = useQuery({ ...environmentNamesQuery, enabled: path !== undefined }).data ?? [];
  const known = { versions, environments, branches };
  return (
    <div className="mb-5 grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-end gap-2 sm:max-w-2xl">
      <Select
        label="From"
        value={from}
        options={refOptions(from, known)}
        onChange={(event) => onChange({ from: event.target.value, to })}
      />
      <IconButton
        label="Swap the two sides"
        icon={<ArrowLeftRight size={16} aria-hidden />}
        onClick={() => onChange({ from: to, to: from })}
      />
      <Select
        label="To"
        value={to}
        options={refOptions(to, known)}
        onChange={(event) => onChange({ from, to: event.target.value })}
      />
    </div>
  );
}
