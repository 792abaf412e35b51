import type { Principal } from '../../access/index.ts';
import type { CaseAssertion } from '../../libraries/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { Problem } from '../../platform/problem.ts';
import { parseUntrustedJson } from '../../platform/untrusted-json.ts';
import { plain } from '../compose.ts';
import { execute } from '../execute.ts';
import { Held } from '../holds/held.ts';
import { isJsonObject } from '../json.ts';
import type { GatewayParts } from '../parts.ts';
import { planPrompt } from '../plan-prompt.ts';
import { promptPrefix } from '../prompt-call.ts';
import { outputOf } from '../read.ts';
import { type Answer, checkAnswer, wordsOf } from './check.ts';
import { caseState, type Finding, type Item, type Side } from './evaluation.ts';

/** For whom a run's executions are made, as their credential lets them in at that moment. */
export interface Running {
  readonly principal: Principal;
}

/**
 * Runs one case against one version, through the same gateway as everybody's calls, and checks what came out. Never rejects for a refusal:
 * what could not run is not passed. @param expected the digest that has to run, where it is known
 */
export async function judgeSide(
  parts: GatewayParts,
  running: Running,
  item: Item,
  version: string,
  expected: string | undefined,
): Promise<Side> {
  const { vars, assertions, threshold, line } = item.case;
  if (vars === null)
    return broken(
      line,
      'Its variables stand in another file, which is not read here. Write them into the case.',
      null,
    );
  const ran = await run(parts, running, `${item.prompt}@${version}`, plain(vars), expected);
  if ('why' in ran) return broken(line, ran.why, ran.execution);
  const findings: Finding[] = [];
  for (const assertion of assertions)
    findings.push(await finding(parts, running, assertion, ran.answer, plain(vars)));
  return { state: caseState({ assertions, threshold }, findings), execution: ran.execution, findings };
}

const broken = (line: number, message: string, execution: Side['execution']): Side => ({
  state: 'errored',
  execution,
  findings: [{ type: 'run', state: 'errored', message: message.slice(0, 500).toWellFormed(), line }],
});

type Ran =
  | { readonly execution: NonNullable<Side['execution']>; readonly answer: Answer }
  | { readonly why: string; readonly execution: Side['execution'] };

async function run(
  parts: GatewayParts,
  { principal: asked }: Running,
  reference: string,
  variables: JsonObject,
  expected: string | undefined,
): Promise<Ran> {
  try {
    const principal = await parts.access.still(asked);
    if (principal === undefined)
      return {
        why: 'The key or session that asked for this ended meanwhile. Sign in and run it again.',
        execution: null,
      };
    const plan = await planPrompt(parts, principal, { reference, variables, labels: {}, conversation: [] });
    if (expected !== undefined && plan.prompt?.digest !== expected)
      return {
        why: 'The branch moved on while this ran. Run it again for what it holds now.',
        execution: null,
      };
    const executed = await execute(parts, { ...plan, job: 'evaluation' });
    if (executed instanceof Held)
      return {
        why: 'A rule holds this call for a person, so it did not run. Use inputs that no rule holds.',
        execution: null,
      };
    const { execution, attempt } = executed;
    if (attempt.problem !== null) return { why: attempt.problem.detail, execution: execution.id };
    const { durationMs, costMicroUsd, finishReason } = execution;
    const { text } = outputOf(attempt.reply);
    return { execution: execution.id, answer: { text, durationMs, costMicroUsd, finishReason } };
  } catch (error) {
    if (error instanceof Problem) return { why: error.detail, execution: null };
    throw error;
  }
}

/** A check, by a governed prompt where the evaluation names one for it. */
async function finding(
  parts: GatewayParts,
  running: Running,
  assertion: CaseAssertion,
  answer: Answer,
  vars: JsonObject,
): Promise<Finding> {
  const { type, line } = assertion;
  if (type === 'assert-set') {
    const inner: Finding[] = [];
    for (const one of assertion.assertions) inner.push(await finding(parts, running, one, answer, vars));
    const state = caseState(assertion, inner);
    const first = inner.find((one) => one.state !== 'passed');
    return {
      type,
      line,
      state,
      message: state === 'passed' ? '' : (first?.message ?? 'The set does not hold.'),
    };
  }
  if (type !== 'llm-rubric' && type !== 'not-llm-rubric') return checkAnswer(assertion, answer);
  return judged(parts, running, assertion, answer, vars);
}

/**
 * A judge is a governed prompt, `provider: prompt:LIBRARY/NAME`, that takes `rubric`, `output` and `input` and answers with an object whose
 * member `pass` is true or false. Its execution is recorded like every other.
 */
async function judged(
  parts: GatewayParts,
  running: Running,
  assertion: CaseAssertion,
  answer: Answer,
  vars: JsonObject,
): Promise<Finding> {
  const { type, line, provider, value } = assertion;
  const open = (message: string): Finding => ({
    type,
    line,
    state: 'errored',
    message: message.slice(0, 500).toWellFormed(),
  });
  if (provider?.startsWith(promptPrefix) !== true)
    return open('No governed prompt judges this. Name one: provider: prompt:LIBRARY/NAME.');
  const reference = provider.slice(promptPrefix.length);
  const asked = { rubric: String(value), output: answer.text, input: JSON.stringify(vars) };
  const named = reference.includes('@') ? reference : `${reference}@production`;
  const ran = await run(parts, running, named, asked, undefined);
  if ('why' in ran) return open(`The judge did not answer: ${ran.why}`);
  const pass = passOf(ran.answer.text);
  if (pass === undefined)
    return open(
      'The judge answered without a member "pass" that is true or false. Give its prompt an output schema.',
    );
  const isMet = pass !== type.startsWith('not-');
  return {
    type,
    line,
    state: isMet ? 'passed' : 'failed',
    message: isMet ? '' : `${wordsOf(assertion)}: its judge says no.`,
  };
}

function passOf(text: string): boolean | undefined {
  try {
    const value = parseUntrustedJson(text);
    return isJsonObject(value) && typeof value.pass === 'boolean' ? value.pass : undefined;
  } catch {
    return undefined;
  }
}
