import type { OrganizationId } from '../../../ledger/index.ts';
import type { Id } from '../../../platform/id.ts';
import type { PersonId } from '../../principal.ts';

interface TokenTable {
  organization_id: OrganizationId;
  id: Id<'sct'>;
  prefix: string;
  secret_sha256: Buffer;
  created_by: string;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
}

interface ScimPersonTable {
  organization_id: OrganizationId;
  person_id: PersonId;
  user_name: string;
  external_id: string | null;
  given_name: string | null;
  family_name: string | null;
  updated_at: Date;
  deleted_at: Date | null;
}

interface ScimGroupTable {
  organization_id: OrganizationId;
  id: Id<'scg'>;
  display_name: string;
  external_id: string | null;
  created_at: Date;
  updated_at: Date;
}

interface ScimGroupMemberTable {
  organization_id: OrganizationId;
  group_id: Id<'scg'>;
  person_id: PersonId;
}

declare module '../../../platform/db/tables.ts' {
  interface Tables {
    access_scim_token: TokenTable;
    access_scim_person: ScimPersonTable;
    access_scim_group: ScimGroupTable;
    access_scim_group_member: ScimGroupMemberTable;
  }
}
