import type { Principal } from '../access/index.ts';
import type { OrganizationId } from '../ledger/index.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import { execute } from './execute.ts';
import type { Execution, ExecutionId } from './execution.ts';
import { Held } from './holds/held.ts';
import { isJsonArray, isJsonObject, parseJson } from './json.ts';
import { openContent } from './open-content.ts';
import type { GatewayParts } from './parts.ts';
import { planPrompt } from './plan-prompt.ts';
import { textOf } from './providers/simulated-text.ts';
import { outputOf } from './read.ts';
import { type Sampled, sampleExecutions } from './store/sample.ts';

/** What whoever judges answers asks of the gateway. The caller has authorized, and records who reads what and why. */
export interface Judging {
  /** Answered executions of published versions of a prompt whose content is there, in the order that the seed gives. */
  sample(organization: OrganizationId, sampled: Sampled): Promise<Execution[]>;
  /** What the last message asked and what came out; undefined once that is erased. */
  said(
    organization: OrganizationId,
    execution: ExecutionId,
  ): Promise<{ readonly input: string; readonly output: string } | undefined>;
  /**
   * Runs a governed prompt by a job, as `execution.create` does: with the verdict, budgets and record of any other. Its entry names the
   * job, so that it is nobody's own use. @throws Problem as that does
   */
  run(principal: Principal, call: JobCall): Promise<JobAnswer>;
}

export interface JobCall {
  readonly reference: string;
  readonly variables: JsonObject;
  readonly job: 'judgement';
  /** Whose content the variables hold. */
  readonly about: ExecutionId;
}

export interface JobAnswer {
  /** Null: a rule holds it for a person. Then nothing came out, and nobody waits for it. */
  readonly execution: Execution | null;
  /** Null: nothing came out. */
  readonly text: string | null;
}

export function judgingOf(parts: GatewayParts): Judging {
  return {
    sample: (organization, sampled) => sampleExecutions(parts.reader, organization, sampled),
    said: async (organization, execution) => {
      const { input, output } = await openContent(parts, organization, execution);
      const asked = input === undefined ? undefined : parseJson(input.text);
      const reply = output === undefined ? undefined : parseJson(output.text);
      if (!isJsonObject(asked) || !isJsonObject(reply)) return undefined;
      const messages = isJsonArray(asked.messages) ? asked.messages.filter(isJsonObject) : [];
      const said = messages.map(({ content }) => textOf(content).trim()).filter((text) => text !== '');
      return { input: said.join('\n\n'), output: outputOf(reply).text };
    },
    run: async (principal, { reference, variables, job, about }) => {
      const call = { reference, variables, labels: {}, conversation: [] };
      const plan = await planPrompt(parts, principal, call);
      const executed = await execute(parts, { ...plan, job, about });
      if (executed instanceof Held) return { execution: null, text: null };
      const { execution, attempt } = executed;
      return { execution, text: attempt.problem === null ? outputOf(attempt.reply).text : null };
    },
  };
}
