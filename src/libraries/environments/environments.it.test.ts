import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestLibraries, type TestLibraries } from '../../../test/support/test-libraries.ts';
import type { Principal } from '../../access/index.ts';
import type { Library } from '../index.ts';

let house: TestLibraries;
let author: Principal;
let publisher: Principal;
let viewer: Principal;
let open: Library;
let closed: Library;

beforeAll(async () => {
  house = await createTestLibraries();
  author = await house.person('Carla Contributor', 'contributor');
  publisher = await house.person('Paul Publisher', 'publisher');
  viewer = await house.person('Vera Viewer', 'viewer');
  open = await house.library(author, 'marketing');
  closed = await house.library(author, 'legal', 'restricted');
  author = await house.again(author);
});
afterAll(() => house.close());

const params = { library: 'marketing' };
const of = (environment: string) => ({ params: { environment } });
const create = (body: object) => house.call(house.admin, 'environment.create', { body });
const retire = (environment: string) => ({ ...of(environment), body: {} });
const names = async () => house.libraries.environments(open.organization);

/** Publishes a text at a path and says when. */
async function publish(library: Library, path: string, text: string | null, environment?: string) {
  const branch = `b${house.clock.now().getTime()}`;
  await house.commit(author, library, branch, { [path]: text });
  house.clock.advance(60_000);
  const at = house.clock.now();
  await house.publish(publisher, library, branch, environment);
  house.clock.advance(60_000);
  return at;
}

describe('the set of environments', () => {
  it('starts as staging and production', async () => {
    expect(await names()).toEqual(['staging', 'production']);
  });

  it('grows, is reworded and shrinks, each with an entry', async () => {
    expect(await create({ name: 'qa', displayName: 'Quality' })).toMatchObject({ name: 'qa', position: 15 });
    expect(await names()).toEqual(['staging', 'qa', 'production']);
    const edit = { ...of('qa'), body: { position: 5, description: 'Where testers try' } };
    expect(await house.call(house.admin, 'environment.update', edit)).toEqual({
      name: 'qa',
      displayName: 'Quality',
      description: 'Where testers try',
      position: 5,
      protected: true,
    });
    await house.call(house.admin, 'environment.retire', retire('qa'));
    expect(await names()).toEqual(['staging', 'production']);
    expect(await house.refusal(house.admin, 'environment.retire', retire('qa'))).toMatchObject({
      status: 404,
    });
    expect(await create({ name: 'qa' })).toMatchObject({ name: 'qa', displayName: 'qa' });
    await house.call(house.admin, 'environment.retire', retire('qa'));
  });

  it('a default that is retired is gone, and can come back', async () => {
    await house.call(house.admin, 'environment.retire', retire('staging'));
    expect(await names()).toEqual(['production']);
    await expect(publish(open, 'x.prompt', 'x', 'staging')).rejects.toMatchObject({
      code: 'environment.unknown',
      detail: expect.stringContaining('Name one of: production.'),
    });
    await create({ name: 'staging', displayName: 'Staging', position: 10 });
    expect(await names()).toEqual(['staging', 'production']);
  });

  it.each(['7', 'branch-x', 'sha256', 'Bad', ''])('refuses the name %j', async (name) => {
    const refusal = await house.refusal(house.admin, 'environment.create', { body: { name } });
    expect(refusal).toMatchObject({ code: 'environment.create.bad_name', status: 422 });
  });

  it('refuses a name twice, too many, and to retire production', async () => {
    for (const name of ['staging', 'production'])
      expect(await house.refusal(house.admin, 'environment.create', { body: { name } })).toMatchObject({
        code: 'environment.create.name_taken',
      });
    expect(await house.refusal(house.admin, 'environment.retire', retire('production'))).toMatchObject({
      code: 'environment.retire.production',
    });
    for (let at = 0; at < 18; at += 1) await create({ name: `e${at}` });
    expect(await house.refusal(house.admin, 'environment.create', { body: { name: 'over' } })).toMatchObject({
      code: 'environment.create.too_many',
    });
    for (let at = 0; at < 18; at += 1) await house.call(house.admin, 'environment.retire', retire(`e${at}`));
  });

  it('two who create one name at the same time: one has made it', async () => {
    const outcomes = await Promise.allSettled([create({ name: 'twin' }), create({ name: 'twin' })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await house.call(house.admin, 'environment.retire', retire('twin'));
  });

  it('whoever publishes and whoever retires at the same time: nothing is live where nothing is', async () => {
    for (let round = 0; round < 5; round += 1) {
      const name = `race${round}`;
      await create({ name });
      await house.commit(author, open, name, { [`${name}.prompt`]: 'x' });
      await Promise.allSettled([
        house.publish(publisher, open, name, name),
        house.call(house.admin, 'environment.retire', retire(name)),
      ]);
      const live = await house.asOwner(
        'select 1 from libraries_pointer where environment = $1 and number is not null',
        [name],
      );
      expect((await names()).includes(name)).toBe(live.rowCount === 1);
    }
  });
});

describe('moves', () => {
  let first: Date;
  let second: Date;
  let ended: Date;

  beforeAll(async () => {
    first = await publish(open, 'hello.prompt', 'one');
    second = await publish(open, 'hello.prompt', 'two');
    await publish(open, 'hello.prompt', 'three', 'staging');
    ended = await publish(open, 'hello.prompt', null);
  });

  const live = (at?: Date, environment = 'production', path = 'hello.prompt') => {
    const query = { path, environment, ...(at === undefined ? {} : { at: at.toISOString() }) };
    return house.call(viewer, 'version.live', { params, query });
  };
  const near = (at: Date, byMs: number) => new Date(at.getTime() + byMs);

  it('a move at T is live at T, and what it replaced is not', async () => {
    const one = { version: 1, since: first.toISOString(), until: second.toISOString() };
    expect(await live(near(first, -1))).toMatchObject({ version: null, since: null, by: null });
    expect(await live(first)).toMatchObject({
      ...one,
      environment: 'production',
      by: { id: publisher.id, displayName: 'Paul Publisher' },
      digest: expect.stringMatching(/^sha256:/),
      reason: expect.stringMatching(/^Publish b/),
      change: expect.stringMatching(/^chg_/),
    });
    expect(await live(near(second, -1))).toMatchObject(one);
    expect(await live(second)).toMatchObject({ version: 2, since: second.toISOString() });
    expect(await live(near(ended, -1))).toMatchObject({ version: 2, until: ended.toISOString() });
    expect(await live(ended)).toMatchObject({
      version: null,
      digest: null,
      since: ended.toISOString(),
      until: null,
    });
    expect(await live()).toEqual(await live(ended));
    expect(await live(undefined, 'staging')).toMatchObject({ version: 3, until: null });
    expect(await live(undefined, 'production', 'never.prompt')).toMatchObject({ version: null, since: null });
  });

  it('an unknown environment is a 422 that names those there are', async () => {
    const query = { path: 'hello.prompt', environment: 'moon' };
    expect(await house.refusal(viewer, 'version.live', { params, query })).toMatchObject({
      code: 'environment.unknown',
      status: 422,
    });
    for (const id of ['environment.history', 'environment.live'])
      expect(await house.refusal(viewer, id, of('moon'))).toMatchObject({ status: 404 });
  });

  it('history says from, to, why, by which change and entry, newest first', async () => {
    const query = { library: 'marketing', path: 'hello.prompt' };
    const answer = await house.call(viewer, 'environment.history', { ...of('production'), query });
    expect(answer).toMatchObject({
      items: [
        { from: 2, to: null, at: ended.toISOString() },
        { from: 1, to: 2, library: 'marketing', path: 'hello.prompt', reason: expect.any(String) },
        { from: null, to: 1, entry: expect.stringMatching(/^ent_/), by: { displayName: 'Paul Publisher' } },
      ],
      next: null,
    });
  });

  it('pages through the history without losing or repeating a move', async () => {
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: '2', ...(cursor === undefined ? {} : { cursor }) };
      const page = await listed('environment.history', { ...of('production'), query }, viewer);
      seen.push(...page.items.map((item) => JSON.stringify(item)));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    const whole = await listed('environment.history', of('production'), viewer);
    expect(seen).toEqual(whole.items.map((item) => JSON.stringify(item)));
    const bad = { ...of('production'), query: { cursor: 'bm8' } };
    expect(await house.refusal(viewer, 'environment.history', bad)).toMatchObject({ status: 400 });
  });

  it('what was live at an instant, as a list', async () => {
    const asOf = async (at: Date) => {
      const query = { at: at.toISOString(), library: 'marketing' };
      return (await listed('environment.live', { ...of('production'), query }, viewer)).items;
    };
    expect(await asOf(near(first, -1))).toEqual([]);
    expect(await asOf(second)).toMatchObject([{ path: 'hello.prompt', version: 2, name: 'hello' }]);
    expect(await asOf(ended)).toEqual([]);
  });

  it('a restricted library is in no history, list or count of those who may not know of it', async () => {
    const granted = await house.guest('Gus Guest', closed, 'viewer');
    await house.commit(author, closed, 'hush', { 'hush.prompt': 'hush' });
    await publishClosed();
    const counts = async (who: Principal) =>
      (await listed('environment.list', {}, who)).items.map(({ live: count }) => count);
    for (const id of ['environment.history', 'environment.live']) {
      expect(JSON.stringify(await house.call(viewer, id, of('production')))).not.toContain('hush');
      expect(JSON.stringify(await house.call(granted, id, of('production')))).toContain('hush');
      const query = { library: 'legal' };
      const theirs = await house.refusal(viewer, id, { ...of('production'), query });
      const nobodys = await house.refusal(viewer, id, { ...of('production'), query: { library: 'nothing' } });
      expect([theirs.code, theirs.detail, theirs.status]).toEqual([
        nobodys.code,
        nobodys.detail,
        nobodys.status,
      ]);
    }
    const [seen, all] = [await counts(viewer), await counts(house.admin)];
    expect(Number(all.at(-1)) - Number(seen.at(-1))).toBe(1);
  });

  async function publishClosed() {
    await house.access.createGrant(house.admin, {
      principal: publisher.human,
      role: 'publisher',
      scope: { kind: 'library', library: closed.id },
    });
    publisher = await house.again(publisher);
    await house.publish(publisher, closed, 'hush');
  }

  it('a clock that steps back dates no move before the one it replaces', async () => {
    const later = await publish(open, 'clock.prompt', 'one');
    house.clock.advance(-3_600_000);
    await publish(open, 'clock.prompt', 'two');
    house.clock.advance(3_600_000);
    expect(await live(later, 'production', 'clock.prompt')).toMatchObject({
      version: 2,
      since: later.toISOString(),
    });
    expect(await live(near(later, -1), 'production', 'clock.prompt')).toMatchObject({ version: null });
  });

  it('says in lists where an asset is live', async () => {
    const page = await listed('asset.list', { params }, viewer);
    expect(page.items.find(({ path }) => path === 'clock.prompt')).toMatchObject({
      production: 2,
      live: { production: 2 },
    });
    const query = { path: 'hello.prompt', ref: '@staging' };
    expect(await house.call(viewer, 'asset.read', { params, query })).toMatchObject({
      production: null,
      live: { staging: 3 },
    });
    expect(await house.libraries.resolve(viewer, 'marketing/hello@staging')).toMatchObject({
      version: 3,
      environment: 'staging',
    });
  });

  it('the server’s role may add moves and read them, and nothing else, on any column', async () => {
    const { rows } = await house.asOwner(
      `select privilege, bool_or(has_column_privilege($1, 'libraries_pointer', column_name, privilege)) as held
       from information_schema.columns, unnest(array['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) as privilege
       where table_name = 'libraries_pointer' group by privilege
       union all select p, has_table_privilege($1, 'libraries_pointer', p)
       from unnest(array['DELETE', 'TRUNCATE', 'TRIGGER']) as p`,
      [house.database.server.user],
    );
    const held = rows.filter((row) => row.held === true).map((row) => row.privilege);
    expect(held.sort()).toEqual(['INSERT', 'SELECT']);
    for (const statement of [
      'delete from libraries_pointer',
      'update libraries_pointer set number = null',
      "update libraries_pointer set moved_at = now(), reason = 'another'",
      'truncate libraries_pointer',
    ])
      await expect(sql.raw(statement).execute(house.opened.writer)).rejects.toThrow(/permission denied/);
  });
});

interface Listed {
  readonly items: Record<string, unknown>[];
  readonly next: string | null;
}

async function listed(
  id: string,
  input: Parameters<TestLibraries['call']>[2],
  principal: Principal,
): Promise<Listed> {
  const answer = await house.call(principal, id, input);
  if (!isListed(answer)) throw new Error(`${id} answers a list`);
  return answer;
}

function isListed(value: unknown): value is Listed {
  return typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items);
}
