import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../src/platform/log.ts';
import { at, listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { type MovingClock, movingClock } from './support/moving-clock.ts';
import { promptText, publishPrompt } from './support/proposals.ts';

/** Corrections, judges, and what their verdicts are worth, over HTTP. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let clock: MovingClock;
let crew: Member[];
let runs: string[];
let judge: string;
const library = 'judged';
const dayMs = 86_400_000;
const log = createLog('silent');
const judging = `---
model: simulated-fast
input:
  schema:
    output: string
    order: string
output:
  format: json
  schema:
    type: object
    properties:
      verdict: {type: string, enum: [pass, fail]}
    required: [verdict]
---
Does this answer the question? {{order}}
{{output}}
`;

beforeAll(async () => {
  clock = movingClock();
  house = await startHouse({ clock });
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
  await publishPrompt(house, library, 'hello.prompt', promptText('Hello'));
  await publishPrompt(house, library, 'judge.prompt', judging);
  crew = [];
  for (let index = 0; index < 5; index += 1)
    crew.push(await house.person(house.northwind, `judges-${index}`, 'viewer'));
  runs = await Promise.all(crew.flatMap(({ key }) => ['rain', 'snow'].map((topic) => run(key, topic))));
});
afterAll(async () => house.close());

async function run(key: string, topic: string): Promise<string> {
  const body = { prompt: `${library}/hello`, variables: { topic } };
  return textAt(await house.done(key, 'execution.create', { body }), 'id');
}
const judges = async (key = people.viewer.key) => house.done(key, 'judge.list');
const begin = (body: object, key = people.admin.key) =>
  house.call(key, 'judge_run.create', { params: { judge }, body: { reason: 'calibration', ...body } });

describe('a correction', () => {
  const correct = (key: string, execution: string, text: string) =>
    house.call(key, 'correction.create', { params: { execution }, body: { text } });
  const list = async (key: string, execution: string) =>
    listAt(await house.done(key, 'correction.list', { params: { execution } }), 'items');

  test('is read by who ran it and who wrote it, stands in the entry as a commitment, and goes with the content', async () => {
    const [first] = crew;
    const [execution = ''] = runs;
    const text = 'Hello, rain. It is wet.';
    const made = await correct(first?.key ?? '', execution, text);
    expect(made.status).toBe(201);
    await correct(first?.key ?? '', execution, `${text} Very.`);
    expect(await list(first?.key ?? '', execution)).toMatchObject([
      { text, stands: false, mine: true },
      { text: `${text} Very.`, stands: true, by: { id: first?.id } },
    ]);
    expect(await list(people.auditor.key, execution)).toMatchObject([{ text: null }, { text: null }]);
    expect((await correct(people.viewer.key, execution, 'x')).status).toBe(404);
    const entry = await house.done(people.auditor.key, 'entry.read', {
      params: { entry: textAt(made.body, 'entry') },
    });
    expect(JSON.stringify(entry)).not.toContain('wet');
    const stored = await house.asOwner('select * from intelligence_correction');
    expect(JSON.stringify(stored.rows.map(({ ciphertext }) => ciphertext.toString('utf8')))).not.toContain(
      'wet',
    );
    // What erasing does: the key goes.
    await house.asOwner('update gateway_execution set key_wrapped = null where id = $1', [execution]);
    expect(await list(first?.key ?? '', execution)).toMatchObject([{ text: null }, { text: null }]);
    expect((await correct(first?.key ?? '', execution, text)).body).toMatchObject({
      code: 'correction.create.content_gone',
    });
  });
});

describe('a judge', () => {
  test('is a published version of a prompt that takes the answer', async () => {
    const make = (body: object, key = people.admin.key) => house.call(key, 'judge.create', { body });
    const good = { name: 'answers', prompt: `${library}/judge`, target: `${library}/hello` };
    expect((await make(good, people.viewer.key)).status).toBe(403);
    expect((await make({ ...good, prompt: `${library}/hello` })).body).toMatchObject({
      code: 'judge.create.unfit',
    });
    expect((await make({ ...good, prompt: `${library}/none` })).status).toBe(404);
    const made = await make(good);
    expect(made).toMatchObject({ status: 201, body: { version: 1 } });
    judge = textAt(made.body, 'id');
    expect((await make(good)).status).toBe(409);
    expect(at(await judges(), 'items')).toMatchObject([
      { name: 'answers', standing: 'too_few_scored', missing: { good: 20, bad: 20 }, versions: [] },
    ]);
    expect(listAt(await judges(house.fabrikam.people.admin.key), 'items')).toEqual([]);
    expect((await begin({}, house.fabrikam.people.admin.key)).status).toBe(404);
    expect((await begin({}, people.approver.key)).status).toBe(403);
  });

  test('judges a sample through the gateway: each judgement is an execution with its own entries, and nobody’s own use', async () => {
    const begun = await begin({ bothOrders: false });
    // One of the ten has no content any more.
    expect(begun).toMatchObject({ status: 201, body: { size: 9 } });
    expect(await house.house.intelligence.judgeDue(log)).toBeGreaterThanOrEqual(0);
    await expect
      .poll(async () => at(await judges(), 'items', 0, 'runs', 0, 'done'), { timeout: 20_000 })
      .toBe(9);
    await house.settled();
    const [item] = listAt(await judges(), 'items');
    expect(item).toMatchObject({ runs: [{ size: 9, broken: 0 }], versions: [{ version: 1 }] });
    expect(at(item, 'versions', 0, 'judged', 'n')).toBe(9);
    const { rows } = await house.asOwner(
      `select (select count(*)::int from ledger_leaf where action = 'judgement.create') as judgements,
        (select count(*)::int from gateway_execution where prompt_path = 'judge.prompt') as executions,
        (select coalesce(sum(executions), 0)::int from intelligence_person_week where person_id = $1) as own`,
      [people.admin.id],
    );
    expect(rows).toEqual([{ judgements: 9, executions: 9, own: 0 }]);
  });

  test('is compared with thumbs of people when their week is over, and says how many are missing', async () => {
    const { rows } = await house.asOwner(
      'select execution_id as id, passed from intelligence_judgement order by 1',
    );
    for (const [place, { id, passed }] of rows.entries()) {
      const key = crew.find((_, index) => runs.indexOf(id) >> 1 === index)?.key ?? '';
      const body = { config: 'acceptance', value: place === 0 ? !passed : passed };
      await house.done(key, 'score.create', { params: { execution: id }, body });
    }
    await house.settled();
    expect(at(await judges(), 'items', 0, 'agreement', 'n')).toBe(0);
    clock.advance(7 * dayMs);
    const [item] = listAt(await judges(), 'items');
    const confusion = at(item, 'confusion');
    const cells = ['bothPass', 'onlyPeople', 'onlyJudge', 'bothFail'].map((name) =>
      Number(at(confusion, name)),
    );
    expect(cells.reduce((sum, cell) => sum + cell, 0)).toBe(9);
    expect((cells[1] ?? 0) + (cells[2] ?? 0)).toBe(1);
    expect(at(item, 'words')).toMatch(
      /^Rate 31 more of the answers that it judged: \d+ that are good and \d+ that are not\.$/,
    );
    expect(at(item, 'versions', 0, 'corrected', 'value')).toBeNull();
    expect(await house.done(people.admin.key, 'measure.rebuild', { body: {} })).toMatchObject({ same: true });
  });

  test('AT-45 does not go on in the name of a key that was revoked', async () => {
    const made = await house.done(people.admin.key, 'key.create', { body: { displayName: 'For a run' } });
    expect((await begin({ among: 'scored', size: 2 }, textAt(made, 'secret'))).status).toBe(201);
    await house.done(people.admin.key, 'key.revoke', { params: { key: textAt(made, 'id') } });
    await house.house.intelligence.judgeDue(log);
    await expect
      .poll(async () => at(await judges(), 'items', 0, 'runs', 0, 'done'), { timeout: 20_000 })
      .toBe(2);
    const { rows } = await house.asOwner(
      `select distinct problem from intelligence_judgement where run_id = (select id from intelligence_judge_run order by created_at desc limit 1)`,
    );
    expect(rows.map(({ problem }) => problem)).toContain('execution.access_ended');
  });
});

describe('consistency', () => {
  test('is measured over what was answered, for a reason, with figures only in the entry', async () => {
    const ask = (key: string, reason = 'to know how steady it is') =>
      house.call(key, 'consistency.create', { body: { prompt: `${library}/hello`, reason } });
    expect((await ask(people.viewer.key)).status).toBe(403);
    // Nine answers with content, to two questions; the simulated provider always says the same.
    const made = await ask(people.admin.key);
    expect(made).toMatchObject({
      status: 201,
      body: { runs: 9, inputs: 2, differ: { value: 0, low: null, n: 2 }, likeness: 1 },
    });
    expect(at(await house.done(people.viewer.key, 'consistency.list'), 'items')).toMatchObject([
      { prompt: `${library}/hello`, by: { id: people.admin.id } },
    ]);
    expect(listAt(await house.done(house.fabrikam.people.admin.key, 'consistency.list'), 'items')).toEqual(
      [],
    );
    const entry = await house.done(people.auditor.key, 'entry.read', {
      params: { entry: textAt(made.body, 'entry') },
    });
    expect(JSON.stringify(entry)).not.toContain('rain');
    expect(JSON.stringify(entry)).not.toContain('steady');
  });
});

describe('drift', () => {
  /** Rows as the fold of so many days' executions leaves them: the answers of a version get longer. */
  async function plant(organization: string, path: string, lengthAfter: number): Promise<void> {
    const { rows } = await house.asOwner(
      'select id from libraries_library where organization_id = $1 and name = $2',
      [organization, library],
    );
    await house.asOwner(
      `insert into intelligence_day_use (organization_id, day, library_id, path, version, model, provider, environment, via,
         executions, governed, succeeded, failed, stopped, unknown, refused, priced, cost_micro_usd, input_tokens, output_tokens,
         timed, duration_ms, first_index, last_index)
       select $1, $2::date - ago, $3, $4, case when ago > 14 then 1 else 2 end, 'm', 'p', 'production', 'app', 20, 20, 20, 0, 0, 0, 0,
         0, 0, 0, 20 * (case when ago > 14 then 300 else $5::int end) + 20 * (ago % 5), 20, 20 * 900, 0, 0
       from generate_series(1, 40) as ago`,
      [organization, clock.now().toISOString().slice(0, 10), rows[0].id, path, lengthAfter],
    );
  }

  test('that is planted is told of once, by an entry and to the owner; what is not planted is not', async () => {
    await plant(house.northwind.id, 'hello.prompt', 450);
    await plant(house.northwind.id, 'judge.prompt', 305);
    expect(await house.house.intelligence.raiseDrifts()).toBe(1);
    expect(await house.house.intelligence.raiseDrifts()).toBe(0);
    const [drift] = listAt(await house.done(people.viewer.key, 'drift.list'), 'items');
    expect(drift).toMatchObject({
      ...{ prompt: `${library}/hello`, metric: 'length', changed: { kind: 'version', from: 'v1', to: 'v2' } },
      words: 'Length of answers rose from 302 tokens to 452 tokens, when v1 gave way to v2',
    });
    const entry = await house.done(people.auditor.key, 'entry.read', {
      params: { entry: textAt(drift, 'entry') },
    });
    expect(JSON.stringify(entry)).toContain('drift.raise');
    await house.settled();
    const told = at(drift, 'owner', 'id');
    const owner = Object.values(people).find(({ id }) => id === told)?.key ?? '';
    const notices = listAt(await house.done(owner, 'notice.list'), 'items');
    expect(notices).toContainEqual(
      expect.objectContaining({ kind: 'drifted', text: `${library}/hello.prompt does not behave as it did` }),
    );
    expect(listAt(await house.done(house.fabrikam.people.admin.key, 'drift.list'), 'items')).toEqual([]);
  });
});

describe('return', () => {
  const valued = (name: string, grade: string) => `name: ${name}
title: Saying hello
useCase: greeting
prompts: [${library}/hello]
owner: finance@example.com
grade: ${grade}
source: A stopwatch
start: "2020-01-06"
minutes:
  before: { low: 10, mid: 12, high: 14 }
  after: { low: 3, mid: 4, high: 5 }
  review: { low: 1, mid: 1, high: 1 }
  rework: { low: 5, mid: 5, high: 5 }
reworkShare: { low: 0.2, mid: 0.2, high: 0.2 }
wage: { low: 60, mid: 60, high: 60 }
becomesWork: { low: 0.5, mid: 0.5, high: 0.5 }
accepted: { low: 0.8, mid: 0.8, high: 0.8 }
`;
  const page = async (key: string) => house.done(key, 'measure.return');

  test('is nothing without a value model, and low, middle and high with one; two pages never disagree', async () => {
    expect(await page(people.viewer.key)).toMatchObject({ total: null, items: [] });
    await house.done(people.admin.key, 'library.create', { body: { name: 'policy', visibility: 'open' } });
    await publishPrompt(house, 'policy', 'hello.value.yaml', valued('hello', 'C'));
    await publishPrompt(house, 'policy', 'guess.value.yaml', valued('guess', 'E'));
    await house.settled();
    const found = await page(people.viewer.key);
    const [guess, hello] = listAt(found, 'items');
    // Ten answered runs of five people in a week that is over: 10 × 0.8 × (12 − 4 − 1 − 0.2 × 5) × 1 × 0.5.
    expect(hello).toMatchObject({
      ...{ runs: 10, scenario: false, accepted: { from: 'assumed', n: 9 }, path: 'hello.value.yaml' },
      ...{ steps: { saved: 80, review: -10, rework: -10 }, net: { mid: expect.closeTo(24, 2) } },
      approved: [{ by: { id: people.approver.id } }],
    });
    expect(Number(at(hello, 'net', 'low'))).toBeLessThan(24);
    expect(Number(at(hello, 'net', 'high'))).toBeGreaterThan(24);
    expect(guess).toMatchObject({ scenario: true, net: { mid: expect.closeTo(24, 2) } });
    // What the models cost is in the log.
    expect(Number(at(hello, 'modelsUsd'))).toBeGreaterThan(0);
    expect(Number(at(hello, 'net', 'mid'))).toBe(
      Number(at(hello, 'steps', 'value')) - Number(at(hello, 'modelsUsd')),
    );
    const total = at(found, 'total');
    expect(total).toMatchObject({ measure: 'net_value_26w@1', value: at(hello, 'net', 'mid'), n: 10 });
    const overview = at(await house.done(people.viewer.key, 'measure.overview'), 'value');
    // The log may have grown between the two; no figure has.
    expect(overview).toEqual(expect.objectContaining({ ...Object(total), log: expect.anything() }));
    const compared = listAt(
      await house.done(people.viewer.key, 'measure.compare', { query: { by: 'prompt', weeks: '12' } }),
      'items',
    ).find((item) => at(item, 'name') === `${library}/hello`);
    expect(at(hello, 'byPrompt', 0, 'runs')).toBe(at(compared, 'executions'));
  });

  test('says nothing of prompts that one may not see, and names files that cannot be read', async () => {
    expect(await page(house.fabrikam.people.admin.key)).toMatchObject({ total: null, items: [] });
    await house.done(people.admin.key, 'library.create', {
      body: { name: 'judged-secret', visibility: 'restricted' },
    });
    const secret = valued('secret', 'C').replace(`${library}/hello`, `${library}/hello, judged-secret/x`);
    await publishPrompt(house, 'policy', 'secret.value.yaml', secret);
    expect(listAt(await page(people.viewer.key), 'items')).toHaveLength(2);
    expect(listAt(await page(people.admin.key), 'items')).toHaveLength(3);
  });
});

test('AT-35: erasing an answer erases what a judge was given of it', async () => {
  const left = async (condition: string) => {
    const { rows } = await house.asOwner(
      `select e.id from gateway_execution e where ${condition} and e.key_wrapped is not null order by e.id`,
    );
    return rows.map(({ id }) => String(id));
  };
  const [copy] = await left('e.about_id is not null');
  const original = textAt(
    await house.done(people.admin.key, 'execution.read', { params: { execution: copy ?? '' } }),
    'about',
  );
  const concerned = `(e.id = '${original}' or e.about_id = '${original}')`;
  const others = await left(`not ${concerned}`);
  const target = { kind: 'executions', ids: [original] };
  const asked = await house.done(people.admin.key, 'erasure.request', {
    body: { target, reason: 'She asked us to forget her' },
  });
  const second = await house.person(house.northwind, 'judges-second', 'admin');
  await house.done(second.key, 'erasure.approve', {
    params: { erasure: textAt(asked, 'id') },
    body: {},
  });
  await expect.poll(() => left(concerned), { timeout: 20_000 }).toEqual([]);
  expect(await left(`not ${concerned}`)).toEqual(others);
});
