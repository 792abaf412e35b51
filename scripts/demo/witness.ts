import { actorOf } from '../../src/access/index.ts';
import type { RunningServer } from '../../src/server.ts';
import type { DemoFile } from './seed.ts';

/** Who witnesses the sample organization's log. */
const auditors = { name: 'harbor', displayName: 'Harbor Auditors' };
const founder = { displayName: 'Hanna Berg', email: 'hanna@harbor.example' };

/**
 * A second organization that cosigns the sample's log, as it does in earnest from a server of its own: here it is the same one, which a
 * witness never should be. Once; later starts find it.
 */
export async function addWitness({ address, house }: RunningServer, demo: DemoFile): Promise<void> {
  const { access, ledger } = house;
  const northwind = await access.organizationByName(demo.organization);
  if (northwind === undefined || (await access.organizationByName(auditors.name)) !== undefined) return;
  const harbor = await access.createOrganization({ ...auditors, admin: founder });
  const head = await ledger.head(northwind.id);
  if (head === undefined) return;
  const there = { kind: 'person', id: harbor.admin.id } as const;
  const { witness } = await ledger.cosigning.add(harbor.organization.id, there, head.key);
  const url = `${address}/witness/${harbor.organization.id}`;
  const amara = demo.people.find(({ roles }) => roles.includes('admin'));
  const header = (name: string) => (name === 'authorization' ? `Bearer ${amara?.key}` : undefined);
  const admin = await access.authenticate({ method: 'POST', header });
  const by = admin === undefined ? ({ kind: 'system', id: 'setup' } as const) : actorOf(admin);
  await ledger.witnesses.add(northwind.id, by, { key: witness, url });
}
