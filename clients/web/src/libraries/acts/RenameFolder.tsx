import { lazy, Suspense, useState } from 'react';
import { Button } from '../../design/Button.tsx';

const ActOnFileDialog = lazy(() => import('./ActOnFileDialog.tsx'));

/** Proposes another name for a folder with all that is in it. */
export function RenameFolder({ library, folder }: { library: string; folder: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button small look="quiet" onClick={() => setOpen(true)}>
        Rename folder
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <ActOnFileDialog
            library={library}
            act={{ kind: 'move', path: `${folder}/` }}
            live={[]}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
