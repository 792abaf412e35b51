import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { governingEnvironment, liveFiles, policyLibrary } from '../in-force.ts';
import { starterPacks } from '../packs/packs.ts';
import type { PolicyParts } from '../parts.ts';
import type { SourceFile } from '../rule-set.ts';
import { runTests } from './run-tests.ts';
import { testSuffix } from './test-file.ts';

const operation = operationsOf<Principal>('policy');
const file = z.strictObject({ path: z.string().min(1).max(500), text: z.string().max(131_072) });

/** The HTTP of test cases and starter packs. */
type Parts = Pick<PolicyParts, 'builtIn' | 'reader' | 'libraries'>;

export function testingOperations(parts: Parts): Operation<Principal>[] {
  return [
    operation({
      id: 'policy.test',
      method: 'post',
      path: '/api/v1/policy/test',
      summary: 'Run test cases of policies',
      description:
        'Everybody. `files` are Cedar and `*.policy-test.yaml`; the test cases among them run against the Cedar among them over the built-in rules. `over`: `live` adds the organization’s files in force that are not among them; with `nothing`, nothing is read. Nothing is written. The same runs as a check of every change of the library `policy`.',
      body: z.strictObject({
        files: z.array(file).min(1).max(100),
        over: z.enum(['nothing', 'live']).default('nothing'),
      }),
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
        const files =
          body.over === 'live' ? await overLive(parts, principal.organization, body.files) : body.files;
        return { items: runTests(parts.builtIn, files), next: null };
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

/** Everybody may read what is in force. */
async function overLive(
  parts: Parts,
  organization: Principal['organization'],
  files: readonly SourceFile[],
): Promise<SourceFile[]> {
  const library = await parts.libraries.byName(organization, policyLibrary);
  if (library === undefined) return [...files];
  const tests = await parts.libraries.liveTextsEnding(
    parts.reader,
    library,
    governingEnvironment,
    testSuffix,
  );
  const live = [...(await liveFiles(parts, organization)), ...tests];
  const given = new Set(files.map(({ path }) => path));
  return [...live.filter(({ path }) => !given.has(path)), ...files];
}
