import { lazy, Suspense, useState } from 'react';
import type { Version } from '../../api/types.ts';
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
export function RollBackButton({ library, path, version: { number, approvedFor }, live }: Props) {
  const [open, setOpen] = useState(false);
  const environments = approvedFor.filter((environment) => live[environment] !== number);
  if (environments.length === 0) return null;
  return (
    <>
      <Button small aria-label={`Roll back to v${number}`} onClick={() => setOpen(true)}>
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
