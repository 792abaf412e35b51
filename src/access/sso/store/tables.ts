import type { ColumnType } from 'kysely';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Id } from '../../../platform/id.ts';
import type { GrantId, PersonId, TeamId } from '../../principal.ts';
import type { ConnectionId } from '../connection.ts';

interface DomainTable {
  organization_id: OrganizationId;
  name: string;
  challenge: string;
  created_by: string;
  created_at: Date;
  verified_at: Date | null;
  verified_by: 'dns' | 'override' | null;
  reason: string | null;
}

interface ConnectionTable {
  organization_id: OrganizationId;
  id: ConnectionId;
  kind: 'oidc' | 'saml';
  display_name: string;
  active: boolean;
  settings: ColumnType<unknown, string, string>;
  client_secret: Buffer | null;
  created_by: string;
  created_at: Date;
  updated_at: Date;
  tested_at: Date | null;
  tested_by: string | null;
  test: ColumnType<unknown, string | null, string | null>;
}

interface IdentityTable {
  organization_id: OrganizationId;
  connection_id: ConnectionId;
  subject: string;
  person_id: PersonId;
  linked_at: Date;
}

interface AssertionTable {
  organization_id: OrganizationId;
  connection_id: ConnectionId;
  assertion_id: string;
  expires_at: Date;
}

interface SettingTable {
  organization_id: OrganizationId;
  enforced: boolean;
  provisioning: boolean;
  default_role: string | null;
  updated_at: Date;
}

interface ExemptionTable {
  organization_id: OrganizationId;
  person_id: PersonId;
  created_by: string;
  created_at: Date;
}

interface MappingTable {
  organization_id: OrganizationId;
  id: Id<'map'>;
  group_name: string;
  role: string | null;
  team_id: TeamId | null;
  created_by: string;
  created_at: Date;
}

interface MappedGrantTable {
  organization_id: OrganizationId;
  grant_id: GrantId;
  person_id: PersonId;
}

interface MappedMemberTable {
  organization_id: OrganizationId;
  team_id: TeamId;
  member_id: PersonId;
}

declare module '../../../platform/db/tables.ts' {
  interface Tables {
    access_domain: DomainTable;
    access_sso_connection: ConnectionTable;
    access_identity: IdentityTable;
    access_saml_assertion: AssertionTable;
    access_sso_setting: SettingTable;
    access_sso_exemption: ExemptionTable;
    access_group_mapping: MappingTable;
    access_mapped_grant: MappedGrantTable;
    access_mapped_member: MappedMemberTable;
  }
}
