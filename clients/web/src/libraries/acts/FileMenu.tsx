import { useQuery } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Asset } from '../../api/types.ts';
import { buttonClass } from '../../design/Button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../design/Menu.tsx';
import { libraryQuery } from '../queries.ts';

const ActOnFileDialog = lazy(() => import('./ActOnFileDialog.tsx'));
const DuplicateDialog = lazy(() => import('./DuplicateDialog.tsx'));

/** What can be done with the file as a whole, for those who may propose. */
export function FileMenu({ library, asset }: { library: string; asset: Asset }) {
  const [doing, setDoing] = useState<'move' | 'delete' | 'duplicate' | null>(null);
  const may = useQuery(libraryQuery(library)).data?.permissions ?? [];
  if (!may.includes('asset.move')) return null;
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            aria-label={`More for ${asset.name}`}
            className={`${buttonClass('quiet')} w-9 px-0!`}
          >
            <Ellipsis size={18} aria-hidden />
          </button>
        }
      >
        <MenuItem onClick={() => setDoing('move')}>Rename or move…</MenuItem>
        <MenuItem onClick={() => setDoing('duplicate')}>Duplicate…</MenuItem>
        <MenuSeparator />
        <MenuItem onClick={() => setDoing('delete')}>Delete…</MenuItem>
      </Menu>
      <Suspense fallback={null}>
        {doing === 'duplicate' && (
          <DuplicateDialog library={library} asset={asset} onClose={() => setDoing(null)} />
        )}
        {(doing === 'move' || doing === 'delete') && (
          <ActOnFileDialog
            library={library}
            act={{ kind: doing, path: asset.path }}
            live={Object.keys(asset.live)}
            onClose={() => setDoing(null)}
          />
        )}
      </Suspense>
    </>
  );
}
