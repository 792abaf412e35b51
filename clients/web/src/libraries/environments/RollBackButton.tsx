import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Version } from '../../api/types.ts';
import { recallsOfQuery } from '../../changes/recalls/queries.ts';
import { recallsOn } from '../../changes/recalls/recall.ts';
import { Button } from '../../design/Button.tsx';

const MoveAssetDialog = lazy(async () => ({
  default: (await import('./MoveAssetDialog.tsx')).MoveAssetDialog,
}));

type Props = {
  library: string;
  path: string;
  version: Version;
  /** What is live now, by environment. */
  live: Readonly<Record<string, number>>;
};

/** Offers to make an earlier version live again, wherever it was approved and is not live. */
export function RollBackButton({ library, path, version, live }: Props) {
  const { number, approvedFor } = version;
  const [open, setOpen] = useState(false);
  const environments = approvedFor.filter((environment) => live[environment] !== number);
  const recalls = useQuery(recallsOfQuery(library)).data?.items ?? [];
  if (environments.length === 0) return null;
  const recalled = recallsOn(recalls, path, [version.digest]).length > 0;
  return (
    <>
      <Button
        small
        className="relative z-10"
        disabledBecause={recalled ? 'It is recalled. Have the recall lifted first.' : null}
        aria-label={`Roll back to v${number}`}
        onClick={() => setOpen(true)}
      >
        Roll back
      </Button>
      <Suspense fallback={null}>
        {open && (
          <MoveAssetDialog
            library={library}
            path={path}
            move={{ kind: 'rollback', version: number, live }}
            environments={environments}
            onClose={() => setOpen(false)}
          />
        )}
      </Suspense>
    </>
  );
}
