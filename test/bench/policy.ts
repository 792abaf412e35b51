import { policySchema } from '../../src/libraries/index.ts';
import {
  createPolicy,
  loadBuiltInRules,
  type PolicyRequest,
  readRules,
  unregistered,
} from '../../src/policy/index.ts';

/**
 * What policy adds to a call: 1,000 rules beside the built-in ones, a verdict that nothing remembers (cold) and one that something does.
 * Promises: under 1 ms cold, under 100 µs remembered, at the median. Prints both with their 95th percentile.
 */
const rulesAtAll = 1_000;
const environments = ['production', 'staging'];

/** As organizations write them: most are about one prompt, library, team, model or use case. */
function ruleOf(at: number): string {
  const head = [
    `principal in Team::"team-${at % 50}", action, resource`,
    `principal, action == Action::"execution.create", resource in Library::"library-${at % 40}"`,
    `principal, action, resource == Prompt::"library-${at % 40}/prompt-${at}"`,
    'principal, action == Action::"execution.create_raw", resource',
    'principal, action, resource',
  ][at % 5];
  const condition = [
    `context.model == "model-${at % 30}"`,
    `context has useCase && context.useCase == "use-${at % 60}" && context.model != "model-${at % 30}"`,
    `context has environment && context.environment == "${environments[at % 2]}" && context.provider == "provider-${at % 20}"`,
    `context has riskTier && context.riskTier == "high" && !(context.published) && context.hour > ${at % 24}`,
  ][Math.floor(at / 5) % 4];
  return `@id("rule-${at}") @mode("${at % 7 === 0 ? 'monitor' : 'enforce'}") @reason("Rule ${at}.") forbid (${head}) when { ${condition} };`;
}

function requestOf(at: number): PolicyRequest {
  const library = `library-${at % 40}`;
  return {
    organization: 'org_bench',
    at: '2026-11-27T10:00:00.000Z',
    principal: {
      kind: 'person',
      id: `per_${at}`,
      name: 'Somebody',
      roles: ['viewer'],
      teams: [`team-${at % 47}`],
    },
    action: 'execution.create',
    resource: {
      ...{ kind: 'prompt', library, name: `prompt-${at % 700}`, digest: `sha256:${at}` },
      ...{ published: true, riskTier: 'low', restricted: false, useCase: `use-${at % 61}`, dataClasses: [] },
    },
    context: {
      ...{ model: `model-${at % 31}`, provider: `provider-${at % 21}`, region: null },
      ...{ environment: environments[at % 2] ?? null, useCase: `use-${at % 61}`, riskTier: 'low' },
      ...{
        governed: true,
        published: true,
        restricted: false,
        hour: at % 24,
        dataClasses: [],
        uninspected: [],
      },
      ...{ estimatedCostMicroUsd: at, maxTokens: null, ...unregistered },
    },
  };
}

function timed(requests: readonly PolicyRequest[], ask: (request: PolicyRequest) => unknown): string {
  const before = process.cpuUsage();
  const micros = requests.map((request) => {
    const start = performance.now();
    ask(request);
    return (performance.now() - start) * 1_000;
  });
  const sorted = micros.toSorted((one, other) => one - other);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1);
  const { user, system } = process.cpuUsage(before);
  const cpu = ((user + system) / requests.length).toFixed(1);
  return `median ${at(0.5)} µs, p95 ${at(0.95)} µs; ${cpu} µs of processor time each`;
}

const files = Array.from({ length: 5 }, (_, file) => ({
  name: `bench-${file}.cedar`,
  text: Array.from({ length: rulesAtAll / 5 }, (_, at) => ruleOf(file * (rulesAtAll / 5) + at)).join('\n'),
}));
const rules = [...(await loadBuiltInRules()), ...readRules(files)];
const start = performance.now();
const policy = createPolicy(policySchema, rules);
console.log(`${rules.length} rules made ready in ${Math.round(performance.now() - start)} ms`);
for (const at of Array.from({ length: 300 }, (_, index) => index)) policy.verdict(requestOf(at));
const requests = Array.from({ length: 3_000 }, (_, at) => requestOf(at + 1_000));
console.log(`cold:       ${timed(requests, (request) => policy.verdict(request))}`);
console.log(`remembered: ${timed(requests, (request) => policy.verdict(request))}`);
