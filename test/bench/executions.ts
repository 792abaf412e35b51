/**
 * How fast the list of executions answers over a large table: `npm run bench:executions -- [rows]` (1,000,000 without). The table is filled
 * by SQL with four years of calls of two thousand people and fifty apps: 700 prompts in 40 libraries, most of them through few; one call in
 * five raw, one in seven in a trace, one in six in a conversation, one in a hundred failed or refused, failures of a kind only long ago. What is measured is the product's own list, with the
 * filters of the API, at its beginning and deep in it.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type ExecutionFilter, listExecutions } from '../../src/gateway/store/list.ts';
import { newestOfEach } from '../../src/gateway/store/sequences.ts';
import { newId } from '../../src/platform/id.ts';
import { readSettings } from '../../src/platform/settings.ts';
import { openFoundation } from '../../src/server.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const rounds = 20;
const pageSize = 50;
const line = (what: string, figure: string) => console.log(`${what.padEnd(44)} ${figure}`);
const folder = await mkdtemp(join(tmpdir(), 'countersign-executions-'));
const foundation = await openFoundation(readSettings({ COUNTERSIGN_DATA: folder }, '/'), () => undefined);
const { reader } = foundation.database;
const organization = newId('org');
const owner = new pg.Client(foundation.storage.owner);
await owner.connect();

const verdict = (decision: string) =>
  JSON.stringify({
    decision,
    rules: [
      { id: 'prompts.published', effect: decision, mode: 'enforce', reason: 'Published prompts may be run.' },
    ],
    ...{ monitored: [], obligations: [], errors: [], policyVersion: `sha256:${'0'.repeat(64)}` },
    asked: {
      principal: { kind: 'person', roles: ['viewer'], teams: ['support', 'desk'] },
      note: 'x'.repeat(600),
    },
  });
const started = performance.now();
const step = 250_000;
for (let from = 0; from < rows; from += step)
  await owner.query(
    `insert into gateway_execution (organization_id, id, at, status, principal_id, principal_kind, human_id, library_id, library_name,
       prompt_name, prompt_path, prompt_version, prompt_digest, prompt_reference, provider, model, model_answered, environment, use_case,
       verdict, input_tokens, output_tokens, cost_micro_usd, duration_ms, finish_reason, problem_code, problem_detail, intent_entry,
       outcome_entry, deadline, treatment, call, trace_id, parent_span, conversation_id, turn_before, tail, tags)
     select $1, 'exe_' || lpad(n::text, 26, '0'), at, status, case when app then 'app_' || h % 50 else 'per_' || h % 2000 end,
       case when app then 'app' else 'person' end, 'per_' || h % 2000,
       case when raw then null else 'lib_' || p % 40 end, case when raw then null else 'library-' || p % 40 end,
       case when raw then null else 'prompt-' || p end, case when raw then null else 'prompt-' || p || '.prompt' end,
       case when raw then null else 1 + n / ($4::int / 12 + 1) end, case when raw then null else 'sha256:' || p end,
       case when raw then null else 'library-' || p % 40 || '/prompt-' || p || '@production' end,
       'simulated', 'model-' || p % 12, 'model-' || p % 12, 'production',
       case when raw or p % 3 = 0 then null else 'use-case-' || p % 30 end,
       case when status = 'refused' then $6::jsonb else $5::jsonb end, 400, 200,
       case when status = 'succeeded' then (exp(h % 1000 / 110.0) * 20)::bigint end,
       900, 'stop', case when status <> 'succeeded' then 'provider.failed' end, null, 'ent_' || n, 'ent_' || n, at,
       '{"input":{},"output":{},"uninspected":[],"done":[],"sampled":false}', '{"dialect":"chat","durability":"overlap"}',
       case when h % 7 = 0 then md5('trace' || n / 40) end, case when h % 7 = 0 then substr(md5(n::text), 1, 16) end,
       case when h % 6 = 0 then 'cnv_' || substr(md5('conversation' || n / 20), 1, 26) end,
       case when h % 6 = 0 then 'exe_' || lpad((n - 20)::text, 26, '0') end,
       case when status = 'succeeded' then substr(md5('tail' || n), 1, 22) end,
       case when h % 50 = 0 then array['ticket=' || n / 100, 'channel=' || h % 3] end
     from generate_series($2::int, $3::int) n,
       lateral (select timestamptz '2022-11-01' + n * (interval '4 years' / $4::int) as at, abs(hashint4(n)) as h) a,
       lateral (select (700 * power(h % 10007 / 10007.0, 3))::int as p, h % 5 = 0 as raw, h % 3 = 0 as app,
         case when h % 400 = 7 then 'failed' when h % 500 = 9 then 'refused' when n < $4::int / 10 and h % 50 = 3 then 'stopped'
           else 'succeeded' end as status) b`,
    [organization, from, Math.min(from + step, rows) - 1, rows, verdict('permit'), verdict('forbid')],
  );
await owner.query('vacuum analyze gateway_execution');
const { rows: sizes } = await owner.query<{ heap: string; indexes: string }>(
  "select pg_size_pretty(pg_table_size('gateway_execution')) as heap, pg_size_pretty(pg_indexes_size('gateway_execution')) as indexes",
);
line('executions', `${rows}, made in ${((performance.now() - started) / 1_000).toFixed(0)} s`);
line('size', `${sizes[0]?.heap}, indexes ${sizes[0]?.indexes}`);

/** The place of a page so far down the list. */
const at = (part: number) => {
  const n = Math.floor(rows * (1 - part));
  const ms = Date.parse('2022-11-01') + n * ((Date.parse('2026-11-01') - Date.parse('2022-11-01')) / rows);
  return { at: new Date(ms), id: `exe_${String(n).padStart(26, '0')}` };
};
const prompt = { library: 'library-3', name: 'prompt-3' };
const rare = { library: 'library-39', name: 'prompt-679' };
const day = { since: new Date('2024-05-01'), until: new Date('2024-05-02') };
const team = Array.from({ length: 25 }, (_, member) => `per_${member * 71}` as const);
const asked: readonly (readonly [string, ExecutionFilter])[] = [
  ['newest', {}],
  ['a tenth down', { after: at(0.1) }],
  ['half way down', { after: at(0.5) }],
  ['the last page', { after: at(0.9999) }],
  ['one person', { principal: 'per_42' }],
  ['one person, half way down', { principal: 'per_42', after: at(0.5) }],
  ['one app', { principal: 'app_7' }],
  ['a person and their apps', { humans: ['per_42'] }],
  ['a team of 25', { humans: team }],
  ['a team of 25, half way down', { humans: team, after: at(0.5) }],
  ['a common prompt', { prompt }],
  ['a rare prompt', { prompt: rare }],
  ['a prompt’s first version', { prompt, version: 1 }],
  ['a prompt’s first version, half way down', { prompt, version: 1, after: at(0.95) }],
  ['a version that never was', { prompt, version: 99 }],
  ['a model', { model: 'model-5' }],
  ['a model that never was', { model: 'model-99' }],
  ['a use case', { useCase: 'use-case-7' }],
  ['a use case, half way down', { useCase: 'use-case-7', after: at(0.5) }],
  ['raw calls', { governed: false }],
  ['raw calls, half way down', { governed: false, after: at(0.5) }],
  ['governed calls, half way down', { governed: true, after: at(0.5) }],
  ['succeeded', { status: 'succeeded' }],
  ['running', { status: 'running' }],
  ['refused', { status: 'refused' }],
  ['stopped, which was long ago', { status: 'stopped' }],
  ['unknown, of which there is none', { status: 'unknown' }],
  ['forbidden by policy', { verdict: 'forbid' }],
  ['permitted', { verdict: 'permit' }],
  ['refused raw calls', { status: 'refused', governed: false }],
  ['cost of a cent or more', { minCost: 10_000 }],
  ['the dearest', { minCost: 170_000 }],
  ['dearer than any', { minCost: 10_000_000 }],
  ['a trace', { trace: createHash('md5').update('trace100').digest('hex') }],
  ['a tag', { tag: 'ticket=42' }],
  ['one day, years ago', day],
  ['one person on one day', { principal: 'per_42', ...day }],
  ['failures of one person', { principal: 'per_42', status: 'failed' }],
  ['a prompt’s refusals', { prompt, status: 'refused' }],
  ['three of forty libraries', { seen: { own: 'per_1', libraries: ['lib_30', 'lib_38', 'lib_39'] } }],
];
const listed = (filter: ExecutionFilter) => () => listExecutions(reader, organization, filter, pageSize);
const each = (kind: 'trace' | 'conversation', filter: ExecutionFilter) => () =>
  newestOfEach(reader, organization, kind, filter, pageSize);
const pages: readonly (readonly [string, () => Promise<readonly unknown[]>])[] = [
  ...asked.map(([what, filter]) => [what, listed(filter)] as const),
  ['traces', each('trace', {})],
  ['traces, half way down', each('trace', { after: at(0.5) })],
  ['traces of one person', each('trace', { principal: 'per_42' })],
  ['conversations', each('conversation', {})],
  ['conversations of one app, half way down', each('conversation', { principal: 'app_7', after: at(0.5) })],
];
for (const [what, ask] of pages) {
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < rounds; round += 1) {
    const before = performance.now();
    found = (await ask()).length;
    times.push(performance.now() - before);
  }
  times.sort((one, other) => one - other);
  const [p50 = 0, p95 = 0] = [times[rounds / 2], times[Math.ceil(rounds * 0.95) - 1]];
  line(
    what,
    `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, worst ${times.at(-1)?.toFixed(1)} ms (${found} found)`,
  );
}
await owner.end();
await foundation.close();
await rm(folder, { recursive: true, force: true });
