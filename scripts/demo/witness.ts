import type { RunningServer } from '../../src/server.ts';

/** Who witnesses the sample organization's log. */
const auditors = { name: 'harbor', displayName: 'Harbor Auditors' };
const founder = { displayName: 'Hanna Berg', email: 'hanna@harbor.example' };

/**
 * A second organization that cosigns the sample's log, as it does in earnest from a server of its own: here it is the same one, which a
 * witness never should be. Once; later starts find it.
 */
export async function addWitness({ address, house }: RunningServer, organizationName: string): Promise<void> {
  const { access, ledger } = house;
  const northwind = await access.organizationByName(organizationName);
  if (northwind === undefined || (await access.organizationByName(auditors.name)) !== undefined) return;
  const harbor = await access.createOrganization({ ...auditors, admin: founder });
  const head = await ledger.head(northwind.id);
  if (head === undefined) return;
  const there = { kind: 'person', id: harbor.admin.id } as const;
  const { witness } = await ledger.cosigning.add(harbor.organization.id, there, head.key);
  const url = `${address}/witness/${harbor.organization.id}`;
  await ledger.witnesses.add(northwind.id, { kind: 'system', id: 'setup' }, { key: witness, url });
}
