import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../../../src/platform/clock.ts';
import { createLog } from '../../../src/platform/log.ts';
import { startServer } from '../../../src/server.ts';

const password = 'a long enough password';
export const organization = 'bench';
export const library = 'large';

const made = z.object({ id: z.string() });
const pageOfChange = z.object({ revision: z.string(), digest: z.string(), shown: z.string() });

/** The real server on the embedded database, with the four people that a publication takes. */
export interface BenchHouse {
  readonly address: string;
  readonly keys: Readonly<Record<'contributor' | 'reviewer' | 'approver' | 'publisher' | 'viewer', string>>;
  /** The library's address for git, with the contributor's key in it. */
  readonly gitAddress: string;
  call(key: string, method: string, path: string, body?: unknown): Promise<unknown>;
  /** Proposes, endorses, approves and publishes a branch. */
  publish(branch: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startBenchHouse(folder: string): Promise<BenchHouse> {
  const server = await startServer({
    settings: {
      port: 0,
      host: '127.0.0.1',
      databaseUrl: undefined,
      ownerDatabaseUrl: undefined,
      dataFolder: join(folder, 'data'),
      address: undefined,
      masterKey: { value: randomBytes(32).toString('base64'), file: undefined, kms: undefined, previous: [] },
      logLevel: 'warn',
      bodyLimitBytes: 33_554_432,
      retentionFloorDays: 183,
      drainMs: 2_000,
      anchors: [],
      remoteAnchors: { git: [], bucket: undefined },
      importHosts: [],
      webhookHosts: [],
      detectorHosts: [],
      witnessHosts: [],
      exportHosts: [],
      ssoHosts: [],
      mail: undefined,
      trustedProxies: [],
      smallestGroup: 5,
      reviewDays: 365,
    },
    clock: systemClock,
    log: createLog('warn'),
    say: () => undefined,
  });
  const { address, house } = server;
  const founder = { displayName: 'The admin', email: 'admin@bench.example', password };
  const founded = await house.access.createOrganization({
    name: organization,
    displayName: 'Bench',
    admin: founder,
  });
  const org = founded.organization.id;
  const admin = await house.access.mintFirstKey(founded.admin.id, org, 'Bench');

  async function call(key: string, method: string, path: string, body?: unknown): Promise<unknown> {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const reply = await fetch(`${address}${path}`, { method, headers, ...sent });
    const text = await reply.text();
    if (reply.status >= 300) throw new Error(`${method} ${path} answered ${reply.status}: ${text}`);
    return JSON.parse(text);
  }

  async function person(role: string): Promise<string> {
    const body = { displayName: `The ${role}`, email: `${role}@bench.example`, password, role };
    const { id } = made.parse(await call(admin, 'POST', '/api/v1/people', body));
    return house.access.mintFirstKey(id, org, 'Bench');
  }

  const keys = {
    contributor: await person('contributor'),
    reviewer: await person('reviewer'),
    approver: await person('approver'),
    publisher: await person('publisher'),
    viewer: await person('viewer'),
  };
  await call(keys.contributor, 'POST', '/api/v1/libraries', { name: library, visibility: 'open' });
  return {
    address,
    keys,
    gitAddress: `${address.replace('//', `//bench:${keys.contributor}@`)}/git/${organization}/${library}.git`,
    call,
    publish: async (branch) => {
      const { id } = made.parse(
        await call(keys.contributor, 'POST', '/api/v1/changes', {
          library,
          branch,
          title: `Publish ${branch}`,
        }),
      );
      const change = `/api/v1/changes/${id}`;
      await call(keys.contributor, 'POST', `${change}/submit`, {});
      const { revision, digest, shown } = pageOfChange.parse(await call(keys.reviewer, 'GET', change));
      await call(keys.reviewer, 'POST', `${change}/review`, { revision, verdict: 'endorse' });
      await call(keys.approver, 'POST', `${change}/approve`, { revision, digest, shown });
      await call(keys.publisher, 'POST', `${change}/publish`, { revision, digest });
    },
    stop: () => server.stop(),
  };
}
