import type { LibraryId } from '../../access/index.ts';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Id } from '../../platform/id.ts';
import type { MoveKind } from '../environments/move.ts';
import type { ObjectType, Oid } from '../git/index.ts';
import type { Digest } from '../libraries.ts';

/** Which repository: the first two columns of every key. A `Library` is one. */
export interface RepositoryKey {
  readonly organization: OrganizationId;
  readonly id: LibraryId;
}

interface OfLibrary {
  organization_id: OrganizationId;
  library_id: LibraryId;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    libraries_library: {
      organization_id: OrganizationId;
      id: LibraryId;
      name: string;
      display_name: string;
      description: string;
      visibility: 'open' | 'restricted';
      created_at: Date;
      created_by: string;
    };
    libraries_object: OfLibrary & { oid: Oid; type: ObjectType; size: number; content: Uint8Array };
    libraries_blob: OfLibrary & { oid: Oid; digest: Digest; title: string | null };
    libraries_commit: OfLibrary & {
      oid: Oid;
      tree: Oid;
      parents: Oid[];
      generation: number;
      message: string;
      paths: string[];
      principal_id: string;
      human_id: Id<'per'>;
      at: Date;
      entry_id: EntryId;
    };
    libraries_contribution: OfLibrary & {
      commit_oid: Oid;
      principal_id: string;
      human_id: Id<'per'>;
      at: Date;
    };
    libraries_commit_path: OfLibrary & { path: string; generation: number; oid: Oid };
    libraries_published_commit: OfLibrary & { oid: Oid; generation: number; number: number };
    libraries_ref: OfLibrary & { name: string; oid: Oid; created_at: Date; created_by: string };
    libraries_publication: OfLibrary & {
      number: number;
      commit_oid: Oid;
      change_id: Id<'chg'> | null;
      published_at: Date;
      published_by: string;
    };
    libraries_version: OfLibrary & {
      path: string;
      number: number;
      digest: Digest;
      blob_oid: Oid;
      commit_oid: Oid;
      change_id: Id<'chg'>;
      published_at: Date;
      published_by: string;
    };
    libraries_pointer: OfLibrary & {
      path: string;
      environment: string;
      sequence: number;
      number: number | null;
      change_id: Id<'chg'>;
      moved_at: Date;
      moved_by: string;
      reason: string | null;
      entry_id: EntryId | null;
      kind: MoveKind;
      reason_salt: Uint8Array | null;
    };
    libraries_release: OfLibrary & { change_id: Id<'chg'>; notes: string };
  }
}
