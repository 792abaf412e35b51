import { Link } from '@tanstack/react-router';
import { useHolds, useOrg } from '../access/session.ts';
import { Digest } from '../design/Digest.tsx';
import { shortDigest } from '../design/digest.ts';

/** The entry that proves an act. Who may not read the ledger can still copy its id and hand it to an auditor. */
export function EntryLink({ entry }: { entry: string }) {
  const org = useOrg();
  if (!useHolds('entry.read')) return <Digest value={entry} length={14} />;
  return (
    <Link
      to="/$org/ledger/$entry"
      params={{ org, entry }}
      className="text-link font-mono text-xs"
      title={entry}
    >
      {shortDigest(entry, 14)}
    </Link>
  );
}
