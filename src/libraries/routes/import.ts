import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { remoteProblemCodes } from '../git-http/client/problems.ts';
import { importLibrary } from '../import/import-library.ts';
import { IMPORT_LIMITS } from '../import/limits.ts';
import { importSchema } from '../import/wire.ts';
import type { LibrariesParts } from '../parts.ts';
import { branch, library, oid, operation, path } from './shapes.ts';

/** Paths that cannot be used are reported, not refused. */
const given = z.string().min(1).max(4_096);
const target = {
  branch: branch.optional(),
  expectedHead: oid.optional(),
  folder: path.optional(),
  dryRun: z.boolean().optional(),
};
const body = z
  .discriminatedUnion('source', [
    z.strictObject({
      source: z.literal('files'),
      files: z
        .array(
          z.union([
            z.strictObject({ path: given, text: z.string() }),
            z.strictObject({ path: given, base64: z.string() }),
          ]),
        )
        .min(1)
        .max(IMPORT_LIMITS.files),
      ...target,
    }),
    z.strictObject({ source: z.literal('zip'), base64: z.string().min(1), ...target }),
    z.strictObject({
      source: z.literal('json'),
      name: z.string().min(1).max(300),
      text: z.string().min(1),
      ...target,
    }),
    z.strictObject({
      source: z.literal('git'),
      url: z.string().min(1).max(2_000),
      ref: z
        .string()
        .max(255)
        .regex(/^[^\s\p{Cc}]+$/u)
        .optional()
        .meta({ description: 'A branch or a tag; HEAD without' }),
      within: z.string().min(1).max(4_096).optional().meta({
        description: 'Only what is under this folder of the repository; its paths are then from there',
      }),
      token: z
        .string()
        .min(1)
        .max(4_096)
        .optional()
        .meta({ description: 'TOKEN or NAME:TOKEN, sent to this host only and kept nowhere' }),
      ...target,
    }),
  ])
  .refine(({ branch: name, expectedHead }) => name !== undefined || expectedHead === undefined, {
    message: 'expectedHead needs the branch that it is the head of',
    path: ['branch'],
  });

/** The operation that takes others' files and exports in. */
export function importOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'library.import',
      method: 'post',
      path: '/api/v1/libraries/{library}/import',
      summary: 'Import files, a zip, an export or a git repository',
      description:
        'Files, a zip (base64), or the JSON or YAML of Langfuse, LangSmith, LangChain, promptfoo or a list of messages, or the files of one commit of a git repository on a host that the operator allowed, as one commit on a new branch (import/DATE-N from main, or the one you name) or, with expectedHead, on a branch that is there. The answer says of every single thing what became of it and why. At most 2,000 files and 30 MB together, 256 KiB each. With dryRun the report only. Entry library.import.',
      params: library,
      body,
      answer: { schema: importSchema },
      problems: [
        'library.import.forbidden',
        'library.import.unreadable',
        ...remoteProblemCodes,
        'git.busy',
        'branch.exists',
        'branch.not_found',
        'branch.protected',
        'commit.stale_head',
        'asset.bad_path',
      ],
      handle: ({ principal, params, body: input }) => importLibrary(parts, principal, params.library, input),
    }),
  ];
}
