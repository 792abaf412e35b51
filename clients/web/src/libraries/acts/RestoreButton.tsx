import { lazy, Suspense, useState } from 'react';
import { Button } from '../../design/Button.tsx';

const ActOnFileDialog = lazy(() => import('./ActOnFileDialog.tsx'));

type Props = { library: string; path: string; version: number };

/** Proposes a published version once more. */
export function RestoreButton({ library, path, version }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <span className="relative z-10">
      <Button small look="quiet" aria-label={`Restore v${version} of ${path}`} onClick={() => setOpen(true)}>
        Restore
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <ActOnFileDialog
            library={library}
            act={{ kind: 'restore', path, version }}
            live={[]}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </span>
  );
}
