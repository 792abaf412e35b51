import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../access/index.ts';
import { type Operation, operationsOf } from '../platform/http/index.ts';
import type { Policy } from './verdict.ts';

const operation = operationsOf<Principal>('policy');

/** The HTTP of policy. */
export function policyOperations(policy: Policy): Operation<Principal>[] {
  return [
    operation({
      id: 'policy.read',
      method: 'get',
      path: '/api/v1/policy',
      summary: 'Read the policy in force',
      description: 'Everybody. `version` is the digest that verdicts and entries name; `text` is Cedar.',
      answer: {
        schema: z.object({
          version: z.string(),
          rules: z.array(
            z.object({
              id: z.string(),
              mode: z.enum(['enforce', 'monitor']),
              effect: z.enum(['permit', 'forbid']),
              reason: z.string(),
              text: z.string(),
            }),
          ),
        }),
      },
      handle: async ({ principal }) => {
        authorize(principal, 'policy.read', theOrganization);
        const rules = policy.rules.map(({ id, mode, effect, reason, text }) => ({
          id,
          mode,
          effect,
          reason,
          text,
        }));
        return { version: policy.version, rules };
      },
    }),
  ];
}
