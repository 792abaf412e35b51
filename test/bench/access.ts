/**
 * What authorization costs a request at 1,000 grants in the organization: `npm run bench:access [grants]`. Two figures: the decisions that
 * one governed call asks for, over grants that are loaded; and the way from a key to its principal, which loads them, with the organization
 * as it was founded and with all those grants: what they add. Exits with 1 when the two together are over the target.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { authorize, libraryVisibility, type Principal, permits, type Scope } from '../../src/access/index.ts';
import { newId } from '../../src/platform/id.ts';
import { foundOrganization, insideHouse } from '../support/sample-organization.ts';

const wanted = Number(process.argv[2] ?? 1_000);
const targetUs = 50;
const held = 20;

/** Microseconds for one step: the fastest, the median and the slowest of a hundred batches. */
async function measured(
  batch: number,
  step: () => unknown,
): Promise<{ fastest: number; median: number; slowest: number }> {
  const times: number[] = [];
  for (let round = 0; round < 100; round++) {
    const start = performance.now();
    for (let at = 0; at < batch; at++) await step();
    times.push(((performance.now() - start) * 1_000) / batch);
  }
  times.sort((one, other) => one - other);
  return { fastest: times[0] ?? 0, median: times[50] ?? 0, slowest: times.at(-1) ?? 0 };
}

type Measured = Awaited<ReturnType<typeof measured>>;
const say = (what: string, { fastest, median, slowest }: Measured) =>
  process.stdout.write(
    `${what.padEnd(60)} ${median.toFixed(1)} µs (${fastest.toFixed(1)} to ${slowest.toFixed(1)})\n`,
  );

const dataFolder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
const home = { dataFolder, environment: { COUNTERSIGN_DATA: dataFolder }, close: async () => undefined };
try {
  const organization = await foundOrganization(home);
  await insideHouse(home, async ({ access, operations }) => {
    const as = async (who: 'admin' | 'viewer'): Promise<Principal> => {
      const header = (name: string) => (name === 'x-api-key' ? organization.key(who) : undefined);
      const principal = await access.authenticate({ method: 'GET', header });
      if (principal === undefined) throw new Error('the key is good');
      return principal;
    };
    const admin = await as('admin');
    const signal = new AbortController().signal;
    const role = operations.find(({ id }) => id === 'role.create');
    const permissions = ['asset.read', 'asset.list', 'execution.create', 'prompt.render'];
    await role?.call({
      requestId: newId('req'),
      principal: admin,
      params: {},
      query: {},
      body: { name: 'runner', permissions },
      signal,
    });
    await measured(20, () => as('viewer'));
    const before = await measured(20, () => as('viewer'));

    const viewer = await as('viewer');
    const libraries = Array.from({ length: 50 }, () => newId('lib'));
    const inAYear = new Date(Date.now() + 365 * 86_400_000);
    for (let at = 0; at < wanted; at++) {
      const library = libraries[at % libraries.length] ?? newId('lib');
      const scope: Scope =
        at % 3 === 0 ? { kind: 'library', library } : { kind: 'folder', library, path: `part-${at}` };
      const app =
        at < held
          ? undefined
          : await access.createApp(admin, { displayName: `App ${at}`, role: 'viewer', scope });
      if (app === undefined)
        await access.createGrant(admin, {
          principal: viewer.id,
          role: at % 2 === 0 ? 'runner' : 'contributor',
          scope,
          ...(at % 5 === 0 ? { endsAt: inAYear } : {}),
        });
    }
    // PostgreSQL looks at what has changed every minute, and plans anew: a plan from when there was nothing says little.
    await sleep(80_000);
    const after = await measured(20, () => as('viewer'));
    const loaded = await as('viewer');
    const [mine] = libraries;
    if (mine === undefined) throw new Error('there are libraries');
    const asset = { kind: 'library', id: mine, restricted: true, paths: ['hello.prompt'] } as const;
    const decisions = await measured(500, () => {
      permits(loaded, 'library.read', asset);
      authorize(loaded, 'execution.create', asset);
      for (const grant of loaded.grants) permits({ ...loaded, grants: [grant] }, 'library.read', asset);
    });
    const filter = await measured(500, () => libraryVisibility(loaded, 'asset.read'));
    // Of the way over the database, the fastest batches: what else the machine does is not what grants cost.
    const added = Math.max(0, after.fastest - before.fastest);
    process.stdout.write(
      `${wanted} grants in the organization, ${loaded.grants.length} of them the caller’s\n`,
    );
    say('the decisions of one governed call', decisions);
    say('the filter of a list', filter);
    say('from a key to its principal, organization as founded', before);
    say(`from a key to its principal, with ${wanted} grants`, after);
    const total = decisions.median + added;
    process.stdout.write(`authorization costs a request ${total.toFixed(1)} µs (target ${targetUs} µs)\n`);
    if (total > targetUs) process.exitCode = 1;
  });
} finally {
  await rm(dataFolder, { recursive: true, force: true });
}
