import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import { Status } from '../../design/Status.tsx';
import { recallsOfQuery } from './queries.ts';
import { recallsOn } from './recall.ts';

/** Red marks for what is recalled of an asset, each leading to why. */
export function RecallMarks({
  library,
  path,
  digests,
}: {
  library: string;
  path: string;
  digests: readonly string[];
}) {
  const org = useOrg();
  const recalls = recallsOn(useQuery(recallsOfQuery(library)).data?.items ?? [], path, digests);
  return recalls.map(({ id, reason }) => (
    <Link
      key={id}
      to="/$org/changes/recalls/$recall"
      params={{ org, recall: id }}
      title={reason}
      className="relative z-10 inline-flex min-h-6 items-center"
    >
      <Status word="recalled" shape="cross" tone="bad" />
    </Link>
  ));
}
