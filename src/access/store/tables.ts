import type { ColumnType } from 'kysely';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { JsonValue } from '../../platform/canonical-json.ts';
import type { Id } from '../../platform/id.ts';
import type {
  AppId,
  ConsentId,
  Grantee,
  GrantId,
  KeyId,
  KeyScope,
  LibraryId,
  PasskeyId,
  PersonId,
  RoleId,
  SessionId,
  TeamId,
} from '../principal.ts';
import type { SecondFactorRule, SignInMethod } from '../sign-in/method.ts';

interface OrganizationTable {
  organization_id: OrganizationId;
  name: string;
  display_name: string;
  second_factor: ColumnType<SecondFactorRule, SecondFactorRule | undefined, SecondFactorRule>;
  created_at: Date;
}

interface PersonTable {
  organization_id: OrganizationId;
  id: PersonId;
  display_name: string;
  email: string;
  active: boolean;
  created_at: Date;
  updated_at: Date;
}

interface AppTable {
  organization_id: OrganizationId;
  id: AppId;
  display_name: string;
  owner_id: PersonId;
  created_at: Date;
}

interface GrantTable {
  organization_id: OrganizationId;
  id: GrantId;
  principal_id: Grantee;
  role: string;
  library_id: LibraryId | null;
  /** A folder ends with a slash. */
  path: string | null;
  ends_at: Date | null;
  reason: string | null;
  created_by: string;
  created_at: Date;
}

interface RoleTable {
  organization_id: OrganizationId;
  id: RoleId;
  name: string;
  display_name: string;
  description: string;
  permissions: readonly string[];
  created_by: string;
  created_at: Date;
  updated_at: Date;
  retired_at: Date | null;
}

/** A view: who holds which grants, their own and their teams'. */
interface HeldView {
  organization_id: OrganizationId;
  holder_id: Grantee;
  team_id: TeamId | null;
  id: GrantId;
  role: string;
  library_id: LibraryId | null;
  path: string | null;
  ends_at: Date | null;
  permissions: readonly string[] | null;
}

interface ReviewTable {
  organization_id: OrganizationId;
  id: Id<'arv'>;
  entry_id: EntryId;
  digest: string;
  grants: ColumnType<JsonValue, string, never>;
  findings: string;
  findings_salt: Buffer;
  reviewed_by: PersonId | AppId;
  reviewed_at: Date;
}

interface KeyTable {
  organization_id: OrganizationId;
  id: KeyId;
  prefix: string;
  secret_sha256: Buffer;
  principal_id: PersonId | AppId;
  display_name: string;
  scope: ColumnType<KeyScope | null, string | null, never>;
  created_by: string;
  created_at: Date;
  expires_at: Date | null;
  revoked_at: Date | null;
  made_with: KeyId | null;
}

interface ConsentTable {
  organization_id: OrganizationId;
  id: ConsentId;
  person_id: PersonId;
  app_id: AppId;
  given_at: Date;
  withdrawn_at: Date | null;
}

interface AccountTable {
  organization_id: OrganizationId;
  id: Id<'acc'>;
  person_id: PersonId;
  password_hash: string;
  created_at: Date;
  updated_at: Date;
}

interface SessionTable {
  organization_id: OrganizationId;
  id: SessionId;
  person_id: PersonId;
  token_sha256: Buffer;
  expires_at: Date;
  created_at: Date;
  updated_at: Date;
  authenticated_at: Date;
  method: SignInMethod;
  user_agent: string | null;
}

interface TotpTable {
  organization_id: OrganizationId;
  person_id: PersonId;
  secret_wrapped: Buffer;
  last_step: number;
  created_at: Date;
}

interface RecoveryCodeTable {
  organization_id: OrganizationId;
  person_id: PersonId;
  code_sha256: Buffer;
  created_at: Date;
}

interface PasskeyTable {
  organization_id: OrganizationId;
  id: PasskeyId;
  person_id: PersonId;
  credential_id: string;
  rp_id: string;
  public_key: Buffer;
  counter: number;
  transports: string[];
  synced: boolean;
  display_name: string;
  created_at: Date;
  last_used_at: Date | null;
}

interface SpentTable {
  organization_id: OrganizationId;
  nonce_sha256: Buffer;
  expires_at: Date;
}

interface PasswordLinkTable {
  organization_id: OrganizationId;
  person_id: PersonId;
  token_sha256: Buffer;
  created_by: string;
  created_at: Date;
  expires_at: Date;
}

interface TeamTable {
  organization_id: OrganizationId;
  id: TeamId;
  name: string;
  display_name: string;
  description: string;
  created_at: Date;
  updated_at: Date;
  retired_at: Date | null;
}

interface TeamMemberTable {
  organization_id: OrganizationId;
  team_id: TeamId;
  member_id: PersonId | TeamId;
  added_by: string;
  added_at: Date;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    access_organization: OrganizationTable;
    access_person: PersonTable;
    access_app: AppTable;
    access_grant: GrantTable;
    access_role: RoleTable;
    access_held: HeldView;
    access_review: ReviewTable;
    access_key: KeyTable;
    access_consent: ConsentTable;
    access_account: AccountTable;
    access_session: SessionTable;
    access_totp: TotpTable;
    access_recovery_code: RecoveryCodeTable;
    access_passkey: PasskeyTable;
    access_spent: SpentTable;
    access_password_link: PasswordLinkTable;
    access_team: TeamTable;
    access_team_member: TeamMemberTable;
  }
}
