import type { OwnedAsset } from '../../api/types.ts';
import { type Column, Table } from '../../design/Table.tsx';
import { AssetLink } from '../kinds/AssetLink.tsx';
import { KindLabel } from '../kinds/kind.tsx';

const columns: readonly Column<OwnedAsset>[] = [
  {
    name: 'Asset',
    width: 'minmax(0,2fr)',
    cell: (asset) => <AssetLink library={asset.library} asset={asset} at="main" />,
  },
  {
    name: 'Library',
    width: 'minmax(0,1fr)',
    cell: ({ library }) => <span className="block truncate">{library}</span>,
  },
  {
    name: 'Kind',
    width: '8rem',
    from: 'sm',
    cell: ({ kind }) => <KindLabel kind={kind} />,
  },
];

/** Assets of one person, each with a way to its page. */
export const OwnedList = ({ label, assets }: { label: string; assets: readonly OwnedAsset[] }) => (
  <Table label={label} columns={columns} rows={assets} rowKey={({ library, path }) => `${library} ${path}`} />
);
