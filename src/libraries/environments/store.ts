import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import { type Environment, type EnvironmentRow, environmentsFrom } from './environment.ts';

declare module '../../platform/db/tables.ts' {
  interface Tables {
    libraries_environment: {
      organization_id: OrganizationId;
      name: string;
      display_name: string;
      description: string;
      position: number;
      protected: boolean;
      created_at: Date;
      created_by: string;
      retired_at: Date | null;
    };
  }
}

/** The environments of an organization, in order. */
export async function readEnvironments(
  db: Reader,
  organization: OrganizationId,
): Promise<readonly Environment[]> {
  const rows = await db
    .selectFrom('libraries_environment')
    .where('organization_id', '=', organization)
    .selectAll()
    .execute();
  return environmentsFrom(rows.map(rowFrom));
}

/** Writes an environment's row, whether it has one or not. A retired one is there again. */
export async function putEnvironment(
  tx: Tx,
  organization: OrganizationId,
  environment: Environment,
  made: { readonly at: Date; readonly by: string },
  retiredAt: Date | null = null,
): Promise<void> {
  const { name, displayName: display_name, description, position } = environment;
  await tx
    .insertInto('libraries_environment')
    .values({
      organization_id: organization,
      name,
      display_name,
      description,
      position,
      protected: environment.protected,
      created_at: made.at,
      created_by: made.by,
      retired_at: retiredAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'name'])
        .doUpdateSet({ display_name, description, position, retired_at: retiredAt }),
    )
    .execute();
}

/** Until the transaction ends, the set of environments stays as it is read now. Whoever publishes holds this. */
export async function holdEnvironments(tx: Tx, organization: OrganizationId): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${lockName(organization)}, 0))`.execute(tx);
}

/** Until the transaction ends, nobody else changes the set of environments, and nobody publishes. */
export async function lockEnvironments(tx: Tx, organization: OrganizationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${lockName(organization)}, 0))`.execute(tx);
}

const lockName = (organization: OrganizationId) => `libraries:environments:${organization}`;

function rowFrom(row: {
  name: string;
  display_name: string;
  description: string;
  protected: boolean;
  position: number;
  retired_at: Date | null;
}): EnvironmentRow {
  return {
    name: row.name,
    displayName: row.display_name,
    description: row.description,
    protected: row.protected,
    position: row.position,
    retired: row.retired_at !== null,
  };
}
