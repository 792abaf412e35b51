import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Client, createClient } from '../../clients/sdk/src/index.ts';
import type { Principal, Role } from '../../src/access/index.ts';
import { type Clock, systemClock } from '../../src/platform/clock.ts';
import { createLog } from '../../src/platform/log.ts';
import { readSettings } from '../../src/platform/settings.ts';
import { createHouse, type House, openFoundation } from '../../src/server.ts';
import type { ServerHome } from './server-process.ts';

const roles = ['contributor', 'reviewer', 'approver', 'publisher', 'viewer', 'auditor'] as const;
export type Who = (typeof roles)[number] | 'admin';

/** An organization with a person in each role, and a key of each. */
export interface SampleOrganization {
  readonly id: string;
  key(who: Who): string;
}

/**
 * Opens the house in this process, on the database of a home on which no server runs, and closes it again.
 * No HTTP and no timers: what works on its own, `work` starts and stops.
 */
export async function insideHouse<Value>(
  home: ServerHome,
  work: (house: House) => Promise<Value>,
  clock: Clock = systemClock,
): Promise<Value> {
  const settings = readSettings({ COUNTERSIGN_LOG_LEVEL: 'error', ...home.environment }, home.dataFolder);
  const foundation = await openFoundation(settings, () => undefined);
  try {
    const { database, vault } = foundation;
    const log = createLog(settings.logLevel);
    const { bodyLimitBytes } = settings;
    const address = 'http://127.0.0.1';
    return await work(await createHouse({ database, vault, clock, log, address, bodyLimitBytes }));
  } finally {
    await foundation.close();
  }
}

/** Makes the organization in a home on which no server runs yet, as `setup` does. */
export function foundOrganization(home: ServerHome): Promise<SampleOrganization> {
  return insideHouse(home, async ({ access }) => {
    const password = randomBytes(12).toString('base64url');
    const { organization, admin } = await access.createOrganization({
      name: 'northwind',
      displayName: 'Northwind',
      admin: { displayName: 'Ada Admin', email: 'admin@example.com', password },
    });
    const keyOf = (person: string) => access.mintFirstKey(person, organization.id, 'test');
    const keys = new Map<Who, string>([['admin', await keyOf(admin.id)]]);
    const header = (name: string) => (name === 'authorization' ? `Bearer ${keys.get('admin')}` : undefined);
    const founder: Principal | undefined = await access.authenticate({ method: 'GET', header });
    if (founder === undefined) throw new Error('the founder’s key is not valid');
    for (const role of roles satisfies readonly Role[]) {
      const person = { displayName: `The ${role}`, email: `${role}@example.com`, password, role };
      keys.set(role, await keyOf((await access.createPerson(founder, person)).id));
    }
    return { id: organization.id, key: (who) => keys.get(who) ?? '' };
  });
}

export const samplePrompt = `---
model: simulated-fast
input:
  schema:
    ticket: string, the text of the ticket
countersign:
  owner: support@example.com
  purpose: Answer customers
---
{{role "system"}}
You answer customers.
{{role "user"}}
{{ticket}}
`;

/** How a client asks for `samplePrompt` once it is published. */
export const sampleModel = 'prompt:support/answer@production';

const headed = z.object({ head: z.string() });
const page = z.object({ id: z.string(), revision: z.string(), digest: z.string(), shown: z.string() });

/** Brings `samplePrompt` to production through the API of a running server, by four people. */
export function publishSamplePrompt(address: string, organization: SampleOrganization): Promise<void> {
  return publishFile(address, organization, 'support', { path: 'answer.prompt', text: samplePrompt });
}

/** Makes a library and brings its first file to production through the API of a running server, by four people. */
export async function publishFile(
  address: string,
  organization: SampleOrganization,
  name: string,
  file: { readonly path: string; readonly text: string },
): Promise<void> {
  const as = (who: Who): Client => createClient({ address, key: organization.key(who) });
  const library = `/api/v1/libraries/${name}`;
  await as('admin').post('/api/v1/libraries', { name, visibility: 'open' });
  const { head } = headed.parse(await as('contributor').post(`${library}/branches`, { name: 'first' }));
  const commit = { branch: 'first', expectedHead: head, message: 'Write it', files: [file] };
  await as('contributor').post(`${library}/commits`, commit);
  const body = { library: name, branch: 'first', title: `Add ${file.path}` };
  const opened = await as('contributor').post('/api/v1/changes', body);
  const path = `/api/v1/changes/${z.object({ id: z.string() }).parse(opened).id}`;
  await as('contributor').post(`${path}/submit`, {});
  const { revision, digest, shown } = page.parse(await as('reviewer').get(path));
  await as('reviewer').post(`${path}/review`, { revision, verdict: 'endorse' });
  await as('approver').post(`${path}/approve`, { revision, digest, shown });
  await as('publisher').post(`${path}/publish`, { revision, digest });
}
