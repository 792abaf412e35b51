/**
 * How fast entries are found in a large log: `npm run bench:find -- [entries]` (1,000,000 without). The log's tables are filled by SQL with
 * entries as long as an execution's, of ten actions and a thousand people; the index for finding is made as it is in the product, and
 * asked through the ledger's own list.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createLedger, type EntryFilter } from '../../src/ledger/index.ts';
import { indexNext } from '../../src/ledger/store/find.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { newId } from '../../src/platform/id.ts';
import { createLog } from '../../src/platform/log.ts';
import { readSettings } from '../../src/platform/settings.ts';
import { openFoundation } from '../../src/server.ts';

const entries = Number(process.argv[2] ?? 1_000_000);
const line = (what: string, figure: string) => console.log(`${what.padEnd(58)} ${figure}`);
const rounds = 20;

const folder = await mkdtemp(join(tmpdir(), 'countersign-find-'));
const foundation = await openFoundation(readSettings({ COUNTERSIGN_DATA: folder }, '/'), () => undefined);
const { database, vault } = foundation;
const ledger = createLedger({
  ...database,
  vault,
  clock: systemClock,
  log: createLog('warn'),
  indexes: false,
});
const organization = newId('org');
const owner = new pg.Client(foundation.storage.owner);
await owner.connect();

await owner.query(
  `insert into ledger_leaf (organization_id, id, leaf, action, subject_kind, subject_id, actor_id, at)
   select $1, 'ent_' || lpad(n::text, 26, '0'),
     convert_to(json_build_object('v', 1, 'id', 'ent_' || lpad(n::text, 26, '0'), 'organization', $1::text,
       'at', to_char(timestamp '2026-01-01' + n * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'action', a,
       'actor', json_build_object('kind', 'person', 'id', 'per_' || n % 1000),
       'subject', json_build_object('kind', split_part(a, '.', 1), 'id', 'exe_' || n / 2), 'data', json_build_object(
       'output', 'sha256:' || encode(sha256(n::text::bytea), 'hex'), 'intent', 'ent_' || n, 'model', 'simulated-fast',
       'path', 'folder' || n % 50 || '/prompt' || n % 700 || '.prompt', 'rare', case when n % 50000 = 7 then 'needle' else '' end))::text, 'UTF8'),
     a, split_part(a, '.', 1), 'exe_' || n / 2, 'per_' || n % 1000, timestamptz '2026-01-01' + n * interval '1 second'
   from generate_series(1, $2::int) n, lateral (select case when n % 10000 = 3 then 'change.approve' when n < 1000 then 'library.create'
     else (array['execution.intend', 'execution.complete'])[1 + n % 2] end as a) x`,
  [organization, entries],
);
await owner.query(
  `insert into ledger_position (organization_id, index, id, leaf_hash)
   select $1, row_number() over (order by id) - 1, id, sha256(leaf) from ledger_leaf where organization_id = $1`,
  [organization],
);
await owner.query('analyze ledger_leaf; analyze ledger_position');
line('entries', String(entries));

const started = performance.now();
for (let put = 1; put > 0; )
  put = await database.writer.transaction().execute((tx) => indexNext(tx, organization, 1_000));
const tookS = (performance.now() - started) / 1_000;
line('indexed', `${tookS.toFixed(0)} s, ${Math.round(entries / tookS)} entries a second`);
await owner.query('analyze ledger_find');

const asked: readonly (readonly [string, Omit<EntryFilter, 'limit'>])[] = [
  ['the newest', {}],
  ['a common action', { action: 'execution.complete' }],
  ['a rare action', { action: 'change.approve' }],
  ['an action that ended long ago', { action: 'library.create' }],
  ['the beginning of actions', { action: 'change.' }],
  ['one person', { actorId: 'per_42' }],
  ['one subject', { subjectId: 'exe_4180' }],
  ['one day in the middle', { since: new Date('2026-01-06'), until: new Date('2026-01-07') }],
  [
    'one person on one day',
    { actorId: 'per_42', since: new Date('2026-01-06'), until: new Date('2026-01-07') },
  ],
  ['a rare word', { text: 'needle' }],
  ['a common word', { text: 'simulated' }],
  ['two words', { text: 'folder7 prompt7' }],
  ['a digest', { text: 'ef2d127de37b942baad06145e54b0c619a1f22327b2ebbcfbec78f5564afe39d' }],
  ['a word that is not there', { text: 'nowhere' }],
];
for (const [what, filter] of asked) {
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < rounds; round += 1) {
    const before = performance.now();
    found = (await ledger.list(organization, { ...filter, limit: 50 })).length;
    times.push(performance.now() - before);
  }
  times.sort((one, other) => one - other);
  line(what, `${times[rounds / 2]?.toFixed(1)} ms, worst ${times.at(-1)?.toFixed(1)} ms (${found} found)`);
}
await owner.end();
await foundation.close();
await rm(folder, { recursive: true, force: true });
