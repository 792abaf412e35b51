import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStockServer } from '../../../test/bench/library-scale/stock-server.ts';
import { type GitClient, gitClient } from '../../../test/support/git-client.ts';
import { at, startHouse, type TestHouse, textAt } from '../../../test/support/house.ts';
import { promptText, publishPrompt } from '../../../test/support/proposals.ts';

/** From a stock git server, and from another Countersign; everything is logged, so that a secret in a log would be found. */
let client: GitClient;
let stock: Awaited<ReturnType<typeof startStockServer>>;
let other: TestHouse;
let house: TestHouse;
let key: string;
let commit: string;
let logged = '';
const canary = 'canary-77aa';

beforeAll(async () => {
  client = gitClient();
  await client.git('.', 'init', '-q', 'work');
  commit = await client.commit('work', 'First', {
    'team/reply.prompt': promptText('Reply'),
    'team/prompts/summarize.md': 'Summarize {text}.',
    'team/photo.png': new Uint8Array([0xff, 0xd8]),
    'team/broken.prompt': '---\nmodel: [\n---\nHello',
    'elsewhere.prompt': promptText('Elsewhere'),
  });
  stock = await startStockServer(client.folder);
  other = await startHouse();
  await other.done(other.northwind.people.contributor.key, 'library.create', {
    body: { name: 'theirs', visibility: 'open' },
  });
  await publishPrompt(other, 'theirs', 'first.prompt', promptText('First'));
  const stream = new Writable({
    write: (piece: Buffer, _, done) => {
      logged += piece.toString();
      done();
    },
  });
  const log = pino({ level: 'trace' }, stream);
  log.info('what is logged is read');
  house = await startHouse({
    importHosts: [stock.address, other.address].map((address) => new URL(address).host),
    log,
  });
  key = house.northwind.people.contributor.key;
  await house.done(key, 'library.create', { body: { name: 'writing', visibility: 'open' } });
});
afterAll(async () => {
  await house.close();
  await other.close();
  await stock.stop();
  client.remove();
});

const call = (body: object) =>
  house.call(key, 'library.import', { params: { library: 'writing' }, body: { source: 'git', ...body } });
const lastEntry = async () => {
  const { rows } = await house.asOwner(
    "select convert_from(leaf, 'UTF8') as text from ledger_leaf where action = 'library.import' order by at desc limit 1",
  );
  const entry: unknown = JSON.parse(textAt(rows, 0, 'text'));
  return entry;
};

describe('library.import from git', () => {
  it('takes a folder of a stock repository in, and keeps where it came from', async () => {
    const reply = await call({
      url: `${stock.address}/work/.git`,
      ref: 'main',
      within: 'team',
      folder: 'theirs',
    });
    expect(reply).toMatchObject({ status: 200, body: { imported: 2, skipped: 2 } });
    expect(at(reply.body, 'items')).toEqual([
      expect.objectContaining({ source: 'broken.prompt', outcome: 'skipped' }),
      expect.objectContaining({ source: 'photo.png', outcome: 'skipped' }),
      expect.objectContaining({ path: 'theirs/prompts/summarize.prompt', outcome: 'converted' }),
      expect.objectContaining({ path: 'theirs/reply.prompt', outcome: 'imported' }),
    ]);
    const from = `${new URL(stock.address).host}/work/.git`;
    expect(await lastEntry()).toMatchObject({
      data: { source: 'git', from, fromCommit: commit, imported: 2, skipped: 2 },
    });
    const query = { ref: textAt(reply.body, 'branch'), limit: '1' };
    const history = await house.done(key, 'commit.list', { params: { library: 'writing' }, query });
    expect(textAt(history, 'items', 0, 'message')).toContain(`${from}\ncommit ${commit}`);
  });

  it('takes another Countersign’s library in, with a key of it', async () => {
    const url = `${other.address}/git/northwind/theirs.git`;
    const token = other.northwind.people.contributor.key;
    const reply = await call({ url, token, dryRun: true });
    expect(reply).toMatchObject({ status: 200, body: { branch: null } });
    expect(at(reply.body, 'items')).toContainEqual(expect.objectContaining({ path: 'first.prompt' }));
    const without = await call({ url });
    expect(without).toMatchObject({ status: 422, body: { code: 'library.import.git_needs_login' } });
    const stranger = await call({ url, token: other.fabrikam.people.admin.key });
    expect(stranger).toMatchObject({ status: 422, body: { code: 'library.import.git_not_found' } });
    expect(logged).not.toContain(token);
  });

  it('asks no host that the operator did not name, and writes nothing', async () => {
    const before = await house.counts();
    for (const url of ['http://169.254.169.254/latest.git', `${house.address}/git/northwind/writing.git`]) {
      const reply = await call({ url });
      expect(reply).toMatchObject({ status: 422, body: { code: 'library.import.host_not_allowed' } });
      expect(textAt(reply.body, 'detail')).toContain('COUNTERSIGN_IMPORT_HOSTS');
    }
    expect(await house.counts()).toEqual(before);
  });

  it('keeps a token nowhere: not in answers, logs, entries or tables', async () => {
    const url = `${stock.address}/work/.git`;
    const sent = `x-access-token:${canary}`;
    const forms = [canary, ...(['base64', 'hex'] as const).map((form) => Buffer.from(sent).toString(form))];
    const replies = [
      await call({ url, token: canary, folder: 'again' }),
      await call({ url: `${stock.address}/none.git`, token: canary }),
      await call({ url: `${other.address}/git/northwind/theirs.git`, token: canary }),
      await call({ url: `http://x:${canary}@${new URL(url).host}/work/.git` }),
      await call({ url: `${url}?private_token=${canary}` }),
      await call({ url: `http://127.0.0.1:1/${canary}` }),
      await call({ url, token: canary, unknown: true }),
      await call({ url, token: canary.repeat(1_000) }),
      await call({ url, token: canary, ref: 'no where' }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 422, 422, 422, 422, 422, 400, 400, 400]);
    const { rows } = await house.asOwner(
      "select tablename as name from pg_tables where schemaname = 'public'",
    );
    const tables: string[] = [];
    for (let row = 0; row < rows.length; row += 1) {
      const { rows: all } = await house.asOwner(
        `select t::text as row from "${textAt(rows, row, 'name')}" t`,
      );
      tables.push(JSON.stringify(all));
    }
    const entries = await house.asOwner("select convert_from(leaf, 'UTF8') as text from ledger_leaf");
    expect(tables.length).toBeGreaterThan(20);
    expect(logged).toContain('what is logged is read');
    for (const form of forms)
      for (const place of [
        ...replies.map(({ text }) => text),
        logged,
        ...tables,
        JSON.stringify(entries.rows),
      ])
        expect(place).not.toContain(form);
  });
});
