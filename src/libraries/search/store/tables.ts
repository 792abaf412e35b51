import type { LibraryId } from '../../../access/index.ts';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { AssetKind } from '../../asset.ts';
import type { Digest, Oid } from '../../libraries.ts';

declare module '../../../platform/db/tables.ts' {
  interface Tables {
    libraries_search: {
      organization_id: OrganizationId;
      library_id: LibraryId;
      path: string;
      kind: AssetKind;
      name: string;
      title: string | null;
      owner: string | null;
      tags: string[];
      text: string;
      names: string;
      leaf: string;
      label: string;
      document: string;
      digest: Digest;
      version: number | null;
      updated_at: Date;
    };
    libraries_search_state: {
      organization_id: OrganizationId;
      library_id: LibraryId;
      commit_oid: Oid;
      format: number;
      indexed_at: Date;
    };
    libraries_favorite: {
      organization_id: OrganizationId;
      principal_id: string;
      library_id: LibraryId;
      path: string;
      created_at: Date;
    };
  }
}
