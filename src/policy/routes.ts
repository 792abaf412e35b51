import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../access/index.ts';
import { policySchema } from '../libraries/index.ts';
import { type Operation, operationsOf } from '../platform/http/index.ts';
import type { PoliciesInForce } from './in-force.ts';
import type { PolicyParts } from './parts.ts';
import type { UseOfRules } from './read-use.ts';
import { replay } from './replay.ts';
import { isBuiltIn, isReplaceable } from './rule-set.ts';
import type { Verdict } from './verdict.ts';
import { requestSchema, ruleSchema, verdictSchema, verdictWire } from './wire.ts';

const operation = operationsOf<Principal>('policy');

/** What the slices to the right know of verdicts; the composition root hands it in. */
export interface Judged {
  /** The verdict of an execution that the principal may read, permitted or refused. @throws Problem 404 */
  verdictOf(principal: Principal, execution: string): Promise<Verdict>;
}

/** The HTTP of policy. */
export function policyOperations(
  parts: Pick<PolicyParts, 'reader' | 'clock'>,
  policies: PoliciesInForce,
  { verdictOf, uses }: Judged & { readonly uses: UseOfRules },
): Operation<Principal>[] {
  return [
    operation({
      id: 'policy.read',
      method: 'get',
      path: '/api/v1/policy',
      summary: 'Read the policy in force',
      description:
        'Everybody. `version` is the digest that verdicts and entries name; `text` is Cedar. `file` is in the library `policy`, live in production, or built in. While a file is `unreadable`, everything is forbidden.',
      answer: {
        schema: z.object({
          version: z.string(),
          rules: z.array(ruleSchema),
          files: z.array(z.object({ path: z.string(), digest: z.string(), since: z.string() })),
          unreadable: z.array(z.object({ path: z.string(), why: z.string() })),
        }),
      },
      handle: async ({ principal }) => {
        authorize(principal, 'policy.read', theOrganization);
        const { policy, rules, sources, unreadable } = await policies.read(principal.organization);
        return {
          version: policy.version,
          rules: rules.map(({ id, mode, effect, reason, text, obligations, expires, file }) => ({
            ...{ id, mode, effect, reason, text, expires, file },
            obligations: [...obligations],
            builtIn: isBuiltIn({ file }),
            replaceable: isBuiltIn({ file }) && isReplaceable({ effect, mode }),
          })),
          files: sources.map(({ path, digest, since }) => ({ path, digest, since: since.toISOString() })),
          unreadable: [...unreadable],
        };
      },
    }),
    operation({
      id: 'policy.read_schema',
      method: 'get',
      path: '/api/v1/policy/schema',
      summary: 'Read what rules may ask about',
      description:
        'Everybody. `text` is a Cedar schema, `countersign.cedarschema`; rules are validated against it strictly.',
      answer: { schema: z.object({ text: z.string() }) },
      handle: async ({ principal }) => {
        authorize(principal, 'policy.read', theOrganization);
        return { text: policySchema };
      },
    }),
    operation({
      id: 'policy.read_use',
      method: 'get',
      path: '/api/v1/policy/use',
      summary: 'Read how often each rule took part in verdicts',
      description:
        'Everybody. Of the last 28 days, up to a minute old: it decided, asked for something, or (monitored) would have. Rules that never did are absent.',
      answer: {
        schema: z.object({
          since: z.string(),
          items: z.array(z.object({ rule: z.string(), times: z.int() })),
          next: z.null(),
        }),
      },
      handle: async ({ principal }) => {
        authorize(principal, 'policy.read', theOrganization);
        const since = new Date(parts.clock.now().getTime() - 28 * 86_400_000);
        const items = await uses(principal.organization, since);
        return { since: since.toISOString(), items: [...items], next: null };
      },
    }),
    operation({
      id: 'policy.replay',
      method: 'get',
      path: '/api/v1/executions/{execution}/replay',
      summary: 'Judge an execution once more, by the rules that were in force then',
      description:
        'Whoever may read the execution, and, of calls that policy refused, who made them. `same` says whether the verdict is the recorded one to the last rule. Writes nothing.',
      params: z.strictObject({ execution: z.string().max(100) }),
      answer: {
        schema: z.object({
          recorded: verdictSchema,
          replayed: verdictSchema,
          same: z.boolean(),
          asked: requestSchema,
        }),
      },
      problems: ['policy.replay.not_recorded'],
      handle: async ({ principal, params: { execution } }) => {
        authorize(principal, 'policy.replay', theOrganization);
        const verdict = await verdictOf(principal, execution);
        const { recorded, replayed, same } = await replay(parts.reader, principal.organization, verdict);
        const asked = requestSchema.parse(replayed.asked);
        return { recorded: verdictWire(recorded), replayed: verdictWire(replayed), same, asked };
      },
    }),
  ];
}
