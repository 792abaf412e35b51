import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { movesQuery } from './queries.ts';

const MoveAssetDialog = lazy(async () => ({
  default: (await import('./MoveAssetDialog.tsx')).MoveAssetDialog,
}));

/** Takes an asset out of an environment, or puts back what was live there. */
export function RetirementButton({
  library,
  path,
  environment,
}: {
  library: string;
  path: string;
  environment: string;
}) {
  const [open, setOpen] = useState(false);
  const last = useInfiniteQuery(movesQuery(environment, library, path)).data?.pages[0]?.items[0];
  if (last === undefined || (last.to === null && last.kind !== 'retire')) return null;
  const kind = last.to === null ? 'restore' : 'retire';
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        {kind === 'retire' ? 'Take out…' : 'Put back…'}
      </Button>
      <Suspense fallback={null}>
        {open && (
          <MoveAssetDialog
            library={library}
            path={path}
            move={{ kind }}
            environments={[environment]}
            onClose={() => setOpen(false)}
          />
        )}
      </Suspense>
    </>
  );
}
