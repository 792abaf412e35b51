import { once } from 'node:events';
import { createServer } from 'node:http';
import { actorOf } from '../../src/access/index.ts';
import type { RunningServer } from '../../src/server.ts';
import type { DemoFile } from './seed.ts';

const name = 'SIEM of the security team';

/** Stands in for a SIEM on this machine: takes what comes and keeps nothing. It ends with the process. @returns its host */
export async function startSiem(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end('{}'));
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return `127.0.0.1:${address.port}`;
}

/** Has the sample's log pushed to the stand-in: from its first entry, and on later starts from where it was. */
export async function pushToSiem({ house }: RunningServer, demo: DemoFile, host: string): Promise<void> {
  const { access, ledger } = house;
  const northwind = await access.organizationByName(demo.organization);
  if (northwind === undefined) return;
  const amara = demo.people.find(({ roles }) => roles.includes('admin'));
  const header = (named: string) => (named === 'authorization' ? `Bearer ${amara?.key}` : undefined);
  const admin = await access.authenticate({ method: 'POST', header });
  const by = admin === undefined ? ({ kind: 'system', id: 'setup' } as const) : actorOf(admin);
  const known = (await ledger.targets.list(northwind.id)).find((target) => target.name === name);
  const url = `http://${host}/events`;
  if (known === undefined)
    await ledger.targets.create(northwind.id, by, { name, kind: 'https', url, from: 'beginning' });
  else await ledger.targets.alter(northwind.id, by, known.id, { url });
}
