/**
 * How long 100,000 recorded calls take to simulate: `npm run bench:simulation`. The promise is under a minute on two cores (issue 8). The
 * whole road through the operation, on an embedded PostgreSQL: calls of 2,000 people, 500 prompts and 20 models, each as it is recorded, judged by
 * the policy in force and by a proposed one of 100 rules more.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Principal } from '../../src/access/index.ts';
import type { Execution } from '../../src/gateway/index.ts';
import { insertExecutions } from '../../src/gateway/store/executions.ts';
import { untreated } from '../../src/gateway/treating/treatment.ts';
import { newId } from '../../src/platform/id.ts';
import { type Policy, type PolicyRequest, unregistered } from '../../src/policy/index.ts';
import type { House } from '../../src/server.ts';
import { foundOrganization, insideHouse } from '../support/sample-organization.ts';

const calls = Number(process.argv[2] ?? 100_000);
const batch = 1_000;
const promisedMs = 60_000;

function requestOf(organization: string, at: Date, call: number): PolicyRequest {
  return {
    ...{ organization, at: at.toISOString(), action: 'execution.create' },
    principal: {
      ...{ kind: 'person', id: `per_${call % 2_000}`, name: 'Somebody', roles: ['viewer'] },
      teams: [`team-${call % 40}`],
    },
    resource: {
      ...{ kind: 'prompt', library: `library-${call % 20}`, name: `prompt-${call % 500}` },
      ...{ digest: 'sha256:00', published: true, riskTier: null, restricted: false },
      ...{ useCase: null, dataClasses: [] },
    },
    context: {
      ...{ model: `model-${call % 20}`, provider: 'simulated', region: null, environment: 'production' },
      ...{ useCase: null, riskTier: null, governed: true, published: true, restricted: false },
      ...{ hour: call % 24, dataClasses: call % 7 === 0 ? ['email'] : [], uninspected: [] },
      ...{ estimatedCostMicroUsd: call, maxTokens: null, ...unregistered },
    },
  };
}

function executionOf(policy: Policy, principal: Principal, at: Date, call: number): Execution {
  return {
    ...{ organization: principal.organization, id: newId('exe'), at, status: 'running' },
    ...{ principal: principal.id, principalKind: principal.kind, human: principal.human },
    ...{ prompt: null, provider: 'simulated', model: `model-${call % 20}`, modelAnswered: null },
    ...{
      environment: 'production',
      useCase: null,
      ...{ trace: null, conversation: null, turnBefore: null, tail: null, tags: [], about: null },

      usage: null,
      costMicroUsd: null,
      durationMs: null,
      finishReason: null,
    },
    ...{
      problem: null,
      call: null,
      entries: { intent: newId('ent'), outcome: null },
      dataClasses: [],
      erased: null,
    },
    treatment: untreated,
    verdict: policy.verdict(requestOf(principal.organization, at, call)),
  };
}

async function fill(house: House, policy: Policy, principal: Principal): Promise<void> {
  const now = Date.now();
  for (let start = 0; start < calls; start += batch) {
    const intended = Array.from({ length: batch }, (_, at) => {
      const call = start + at;
      const instant = new Date(now - 3_600_000 - call * 20_000);
      const execution = executionOf(policy, principal, instant, call);
      return { execution, deadline: new Date(now), keyWrapped: new Uint8Array(60) };
    });
    await house.ledger.record(async (tx) => {
      await insertExecutions(tx, intended);
      const actor = { kind: 'system' as const, id: 'bench' };
      const subject = { kind: 'policy', id: 'bench' };
      const { organization } = principal;
      return { entry: { organization, action: 'policy.bench', actor, subject, data: {} }, value: undefined };
    });
  }
}

const rules = Array.from(
  { length: 100 },
  (_, at) =>
    `@id("r${at}") @mode("enforce") @reason("R.") forbid (principal in Team::"team-${at % 40}", action, resource) when { context.model == "model-${at % 20}" && context.hour > ${at % 24} };`,
).join('\n');
const answer = z.object({
  id: z.string(),
  state: z.string(),
  result: z.object({ judged: z.number(), effects: z.object({ forbidden: z.number() }) }).nullable(),
});

const dataFolder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
const home = { dataFolder, environment: { COUNTERSIGN_DATA: dataFolder }, close: async () => undefined };
try {
  const organization = await foundOrganization(home);
  await insideHouse(home, async (house) => {
    const header = (name: string) =>
      name === 'authorization' ? `Bearer ${organization.key('admin')}` : undefined;
    const principal = await house.access.authenticate({ method: 'GET', header });
    if (principal === undefined) throw new Error('the key is valid');
    const call = async (id: string, params: Record<string, string>, body?: unknown) => {
      const operation = house.operations.find((one) => one.id === id);
      if (operation === undefined) throw new Error(`there is an operation ${id}`);
      const signal = new AbortController().signal;
      return answer.parse(
        await operation.call({ principal, params, query: {}, body, requestId: newId('req'), signal }),
      );
    };
    await fill(house, await house.policies.of(principal.organization), principal);
    const start = performance.now();
    const body = { files: [{ path: 'bench.cedar', text: rules }], days: 366 };
    const { id } = await call('policy.simulate', {}, body);
    let now = await call('policy.read_simulation', { simulation: id });
    while (now.state === 'running') {
      await sleep(100);
      now = await call('policy.read_simulation', { simulation: id });
    }
    const tookMs = Math.round(performance.now() - start);
    const { judged = 0, effects } = now.result ?? {};
    console.log(
      `${judged} recorded calls simulated in ${(tookMs / 1_000).toFixed(1)} s; ${effects?.forbidden} would be forbidden`,
    );
    if (judged === calls && tookMs <= promisedMs) return;
    console.error(`Not as promised: ${calls} in ${promisedMs / 1_000} s.`);
    process.exitCode = 1;
  });
} finally {
  await rm(dataFolder, { recursive: true, force: true });
}
