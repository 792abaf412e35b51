import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg } from '../../access/session.ts';
import type { Version } from '../../api/types.ts';
import { buttonClass } from '../../design/Button.tsx';
import { Select } from '../../design/Field.tsx';

/** Any two versions, chosen here: the newest two at first. Nothing while there is only one. */
export function CompareVersions({
  library,
  path,
  versions,
}: {
  library: string;
  path: string;
  versions: readonly Version[];
}) {
  const org = useOrg();
  const [newest, before] = versions;
  const [from, setFrom] = useState(`@${before?.number}`);
  const [to, setTo] = useState(`@${newest?.number}`);
  if (before === undefined) return null;
  const options = versions.map(({ number }) => ({ value: `@${number}`, label: `v${number}` }));
  return (
    <div className="mb-3 flex flex-wrap items-end gap-2">
      <Select
        label="Compare"
        value={from}
        options={options}
        onChange={(event) => setFrom(event.target.value)}
      />
      <Select label="with" value={to} options={options} onChange={(event) => setTo(event.target.value)} />
      <Link
        to="/$org/libraries/$library/compare"
        params={{ org, library }}
        search={{ path, from, to }}
        className={buttonClass('secondary')}
      >
        Compare
      </Link>
    </div>
  );
}
