import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createGatewayHouse, type GatewayHouse } from '../../../test/support/gateway-house.ts';
import { untilSigned, verifyLog } from '../../../test/support/test-log.ts';
import { until } from '../../../test/support/until.ts';
import { systemClock } from '../../platform/clock.ts';
import { closeOverdueEvaluations } from './perform.ts';

const prompt = (close: string) => `---
model: simulated-fast
input:
  schema:
    message: string
---
{{role "user"}}
{{message}} ${close}
`;
const evaluation = `prompts: [proving/reply]
tests:
  - description: keeps the order
    vars: {message: Order 42 is late and I am angry.}
    assert: [{type: contains, value: "42"}, {type: not-icontains, value: guarantee}]
  - description: greets
    vars: {message: Good morning to all of you.}
    assert: [{type: regex, value: "morning|evening"}]
`;
const others = `prompts: [proving/reply]
tests:
  - {description: never, vars: {message: Hello there my friend.}, assert: [{type: equals, value: exactly this}]}
  - {description: elsewhere, vars: {message: Hello there my friend.}, assert: [{type: javascript, value: "true"}]}
  - {description: unfit, vars: {wrong: 1}}
  - description: judged
    vars: {message: Hello there my friend.}
    assert: [{type: llm-rubric, value: polite, provider: "prompt:proving/judge"}, {type: llm-rubric, value: polite}]
`;
const judge = `---
model: simulated-fast
input:
  schema: {rubric: string, output: string, input: string}
output:
  format: json
  schema: {pass: boolean, reason: string}
---
Is this {{rubric}}? {{output}} It answers {{input}}.
`;

let house: GatewayHouse;
const run = z.looseObject({
  id: z.string(),
  state: z.string(),
  total: z.number(),
  done: z.number(),
  detail: z.string(),
});
const page = run.extend({
  passed: z.number(),
  baselinePassed: z.number().nullable(),
  cases: z.array(
    z.looseObject({
      description: z.string().nullable(),
      candidate: z.looseObject({
        state: z.string(),
        execution: z.string().nullable(),
        findings: z.array(
          z.object({ type: z.string(), state: z.string(), message: z.string(), line: z.number() }),
        ),
      }),
    }),
  ),
});

beforeAll(async () => {
  house = await createGatewayHouse();
  await house.call('admin', 'library.create', { body: { name: 'proving', visibility: 'open' } });
  await house.publish('proving', [
    { path: 'reply.prompt', text: prompt('Answer it.') },
    { path: 'judge.prompt', text: judge },
    { path: 'reply.eval.yaml', text: evaluation },
    { path: 'others.eval.yaml', text: others },
    { path: 'greet.prompt', text: prompt('Greet.') },
    {
      path: 'greet.eval.yaml',
      text: 'tests: [{vars: {message: Good morning to all.}, assert: [{type: contains, value: morning}]}]\n',
    },
  ]);
});
afterAll(async () => {
  await untilSigned(house.ledger);
  expect(await verifyLog(house.ledger, house.organization)).toMatchObject({ ok: true });
  await house.close();
});

async function finished(person: 'contributor' | 'reviewer', body: object) {
  const begun = run.parse(await house.call(person, 'evaluation.run', { body }));
  return until(async () => {
    const now = page.parse(await house.call(person, 'evaluation.read', { params: { evaluation: begun.id } }));
    return now.state === 'running' ? undefined : now;
  });
}

describe('an evaluation against a version', () => {
  it('runs each case as an execution of its own, marked as that, and says what holds', async () => {
    const done = await finished('contributor', { library: 'proving', path: 'reply.eval.yaml', version: '1' });
    expect(done).toMatchObject({ state: 'passed', total: 2, done: 2, passed: 2, baselinePassed: 2 });
    expect(done.detail).toBe('2 of 2 cases pass. What is live: 2 of 2.');
    const execution = done.cases[0]?.candidate.execution ?? '';
    const record = await house.call('contributor', 'execution.read', { params: { execution } });
    expect(record).toMatchObject({ status: 'succeeded', prompt: { name: 'reply', version: 1 } });
    const { rows } = await house.asOwner(
      `select convert_from(leaf, 'UTF8')::jsonb as entry from ledger_leaf where convert_from(leaf, 'UTF8') like '%${execution}%'`,
    );
    const entries = z
      .array(z.object({ entry: z.looseObject({ action: z.string(), data: z.looseObject({}) }) }))
      .parse(rows);
    expect(entries.find(({ entry }) => entry.action === 'execution.intend')?.entry.data).toMatchObject({
      job: 'evaluation',
    });
    expect(entries.find(({ entry }) => entry.action === 'evaluation.judge')?.entry.data).toMatchObject({
      state: 'passed',
      execution,
    });
  });

  it('fails what does not hold, leaves open what is not known, and quotes no answer', async () => {
    const done = await finished('reviewer', { library: 'proving', path: 'others.eval.yaml' });
    expect(done).toMatchObject({ state: 'errored', total: 4, passed: 0, baselinePassed: null });
    const states = done.cases.map(({ description, candidate }) => [description, candidate.state]);
    expect(states).toEqual([
      ['never', 'failed'],
      ['elsewhere', 'errored'],
      ['unfit', 'errored'],
      ['judged', 'errored'],
    ]);
    const findings = done.cases.flatMap(({ candidate }) => candidate.findings);
    expect(findings.map(({ line }) => line)).toEqual([3, 4, 5, 8, 8]);
    // A governed prompt judged the first rubric: whatever it said, it said something.
    expect(['passed', 'failed']).toContain(findings[3]?.state);
    expect(findings[4]?.message).toContain('No governed prompt judges this.');
    expect(JSON.stringify(findings)).not.toContain('friend');
  });

  it('is refused to those who only run prompts, and unknown to those who do not see the library', async () => {
    const body = { library: 'proving', path: 'reply.eval.yaml' };
    await expect(house.call('viewer', 'evaluation.run', { body })).rejects.toMatchObject({ status: 403 });
    const missing = house.call('contributor', 'evaluation.run', { body: { ...body, path: 'no.eval.yaml' } });
    await expect(missing).rejects.toMatchObject({ code: 'resource.not_found' });
  });

  it('AT-51 stays within budgets: what they refuse is not passed', async () => {
    const limit = { scope: 'library', target: 'proving', unit: 'executions', period: 'minute', limit: 0 };
    const budget = z
      .looseObject({ id: z.string() })
      .parse(await house.call('admin', 'budget.create', { body: limit }));
    const done = await finished('contributor', { library: 'proving', path: 'reply.eval.yaml' });
    await house.call('admin', 'budget.end', { params: { budget: budget.id } });
    expect(done).toMatchObject({ state: 'errored', passed: 0 });
    expect(done.cases[0]?.candidate.findings[0]?.message).toContain('budget');
  });
});

describe('the evaluations of a change', () => {
  const commits = async (branch: string, text: string, head: string, path = 'reply.prompt') =>
    z.looseObject({ commit: z.string() }).parse(
      await house.call('contributor', 'commit.create', {
        params: { library: 'proving' },
        body: {
          branch,
          expectedHead: head,
          message: 'Answer otherwise',
          files: [{ path, text }],
        },
      }),
    ).commit;
  const check = async (change: string) =>
    z
      .object({ items: z.array(z.looseObject({ name: z.string(), state: z.string(), detail: z.string() })) })
      .parse(await house.call('contributor', 'check.list', { params: { change } }))
      .items.find(({ name }) => name === 'evaluations');

  it('are a check of exactly what it holds, beside what is live', async () => {
    const params = { library: 'proving' };
    const made = z
      .looseObject({ head: z.string() })
      .parse(await house.call('contributor', 'branch.create', { params, body: { name: 'worse' } }));
    const head = await commits(
      'worse',
      prompt('We guarantee a refund within one single day to everybody.'),
      made.head,
    );
    const body = { library: 'proving', branch: 'worse', title: 'Promise more' };
    const { id: change } = z
      .looseObject({ id: z.string() })
      .parse(await house.call('contributor', 'change.create', { body }));
    const worse = await finished('reviewer', { change });
    // Both evaluations are about the prompt; the change altered neither.
    expect(worse).toMatchObject({ total: 6, state: 'errored' });
    expect(worse.cases.find(({ description }) => description === 'keeps the order')?.candidate.state).toBe(
      'failed',
    );
    expect(worse.detail).toContain('Failed: ');
    expect(await check(change)).toMatchObject({
      state: 'errored',
      detail: worse.detail,
      by: { displayName: 'The reviewer' },
    });

    // Another byte, and what was found counts no more.
    await commits('worse', prompt('Answer it kindly.'), head);
    expect(await check(change)).toMatchObject({ state: 'stale' });
    const listed = await house.call('reviewer', 'evaluation.list', { query: { library: 'proving', change } });
    expect(listed).toMatchObject({ items: [{ id: worse.id, state: 'errored' }] });
  });

  it('AT-10 a requirement keeps a change from being published until they passed, for exactly what it holds', async () => {
    const gate = 'rules:\n  - {id: proven, checks: [evaluations]}\n';
    await house.publish('proving', [{ path: 'gate.requirement.yaml', text: gate }]);
    const params = { library: 'proving' };
    const made = z
      .looseObject({ head: z.string() })
      .parse(await house.call('contributor', 'branch.create', { params, body: { name: 'greeting' } }));
    const slow = prompt('Greet slowly.').replace('simulated-fast', 'simulated-slow');
    const head = await commits('greeting', slow, made.head, 'greet.prompt');
    const body = { library: 'proving', branch: 'greeting', title: 'Greet otherwise' };
    const { id: change } = z
      .looseObject({ id: z.string() })
      .parse(await house.call('contributor', 'change.create', { body }));
    expect(await check(change)).toMatchObject({ state: 'missing', required: true });

    // Whoever commits while it runs gets no pass for bytes that never ran.
    const running = finished('contributor', { change });
    await until(async () => {
      const listed = await house.call('reviewer', 'evaluation.list', {
        query: { library: 'proving', change },
      });
      return z.object({ items: z.array(z.unknown()).min(1) }).safeParse(listed).success ? true : undefined;
    });
    await commits('greeting', prompt('Greet well.'), head, 'greet.prompt');
    expect(await running).toMatchObject({ state: 'errored', detail: expect.stringContaining('moved on') });
    expect(await check(change)).toMatchObject({ state: 'missing' });

    await house.call('contributor', 'change.submit', { params: { change }, body: {} });
    const page = async (person: 'reviewer' | 'approver') =>
      z
        .looseObject({ revision: z.string(), digest: z.string(), shown: z.string() })
        .parse(await house.call(person, 'change.read', { params: { change } }));
    const { revision, digest } = await page('reviewer');
    await house.call('reviewer', 'change.review', {
      params: { change },
      body: { revision, verdict: 'endorse' },
    });
    const { shown } = await page('approver');
    await house.call('approver', 'change.approve', { params: { change }, body: { revision, digest, shown } });
    const publish = () =>
      house.call('publisher', 'change.publish', { params: { change }, body: { revision, digest } });
    await expect(publish()).rejects.toMatchObject({ status: 409 });
    expect(await finished('reviewer', { change })).toMatchObject({
      state: 'passed',
      detail: '1 of 1 case passes. What is live: 1 of 1.',
    });
    expect(await check(change)).toMatchObject({ state: 'passed', required: true });
    await publish();
  });
});

it('a run whose node stopped is closed as not known, once', async () => {
  const done = await finished('contributor', { library: 'proving', path: 'reply.eval.yaml', version: '1' });
  await house.asOwner(
    `update gateway_evaluation set state = 'running', ended_at = null, deadline = now() - interval '1 hour' where id = '${done.id}'`,
  );
  const parts = { reader: house.storage.reader, ledger: house.ledger, clock: systemClock };
  expect(await closeOverdueEvaluations(parts)).toBe(1);
  expect(await closeOverdueEvaluations(parts)).toBe(0);
  const after = await house.call('contributor', 'evaluation.read', { params: { evaluation: done.id } });
  expect(after).toMatchObject({
    state: 'errored',
    detail: expect.stringContaining('stopped before it was done'),
  });
});
