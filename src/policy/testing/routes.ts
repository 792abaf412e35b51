import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { starterPacks } from '../packs/packs.ts';
import type { PolicyParts } from '../parts.ts';
import { runTests } from './run-tests.ts';

const operation = operationsOf<Principal>('policy');
const file = z.strictObject({ path: z.string().min(1).max(500), text: z.string().max(131_072) });

/** The HTTP of test cases and starter packs. */
export function testingOperations({ builtIn }: Pick<PolicyParts, 'builtIn'>): Operation<Principal>[] {
  return [
    operation({
      id: 'policy.test',
      method: 'post',
      path: '/api/v1/policy/test',
      summary: 'Run test cases of policies',
      description:
        'Everybody. `files` are Cedar and `*.policy-test.yaml`; the test cases among them run against the Cedar among them over the built-in rules. Nothing is read or written. The same runs as a check of every change of the library `policy`.',
      body: z.strictObject({ files: z.array(file).min(1).max(100) }),
      answer: {
        schema: z.object({
          items: z.array(
            z.object({ path: z.string(), line: z.int(), name: z.string(), failure: z.string().nullable() }),
          ),
          next: z.null(),
        }),
      },
      handle: async ({ principal, body }) => {
        authorize(principal, 'policy.test', theOrganization);
        return { items: runTests(builtIn, body.files), next: null };
      },
    }),
    operation({
      id: 'policy.list_packs',
      method: 'get',
      path: '/api/v1/policy/packs',
      summary: 'List starter packs',
      description:
        'Everybody. Rules to start with and their test cases, to be proposed in the library `policy`.',
      answer: {
        schema: z.object({
          items: z.array(
            z.object({
              id: z.string(),
              name: z.string(),
              description: z.string(),
              files: z.array(z.object({ path: z.string(), text: z.string() })),
            }),
          ),
          next: z.null(),
        }),
      },
      handle: async ({ principal }) => {
        authorize(principal, 'policy.read', theOrganization);
        const packs = await starterPacks();
        return { items: packs.map((pack) => ({ ...pack, files: [...pack.files] })), next: null };
      },
    }),
  ];
}
