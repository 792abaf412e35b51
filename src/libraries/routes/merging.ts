import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { fileLimits } from '../library.ts';
import { applyCommit } from '../merging/apply-commit.ts';
import type { Step } from '../merging/commit-step.ts';
import { deleteBranch } from '../merging/delete-branch.ts';
import { mergeAsset } from '../merging/merge-asset.ts';
import { mergeBranch } from '../merging/merge-branch.ts';
import { previewMerge, previewStep } from '../merging/preview.ts';
import {
  assetMergeSchema,
  branchEndedSchema,
  mergeMadeSchema,
  mergePreviewSchema,
  stepPreviewSchema,
} from '../merging/wire.ts';
import type { LibrariesParts } from '../parts.ts';
import { committedSchema } from '../wire.ts';
import { branch, library, oid, operation, path, plainText } from './shapes.ts';

const text = plainText(fileLimits.bytesPerFile);
const place = { path, conflict: z.string().min(1).max(100) };
/** One decision of a person: a side, or a text of their own. */
const choice = z
  .union([
    z.strictObject({ ...place, take: z.enum(['ours', 'theirs', 'both', 'base']) }),
    z.strictObject({ ...place, text }),
  ])
  .transform((one) => {
    const { path: file, conflict } = one;
    return { path: file, conflict, choice: 'take' in one ? one.take : { text: one.text } };
  });
const choices = z.array(choice).max(2_000).default([]);
const message = plainText(5_000).refine((said) => said.trim() !== '', 'must say what the commit does');
const ofCommit = z.strictObject({ library: z.string().max(100), commit: oid });
const parent = z.coerce.number().int().min(1).max(100).optional();
const refused = [
  'branch.protected',
  'branch.not_found',
  'branch.merge.too_large',
  'commit.stale_head',
  'commit.too_large',
  'asset.bad_path',
  'asset.bad_text',
  'prompt.unparsable',
];

/** Operations that bring work together and take it back. */
export function mergingOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'branch.preview_merge',
      method: 'get',
      path: '/api/v1/libraries/{library}/merge',
      summary: 'See what merging one branch into another would do',
      description:
        'Three-way and by structure: front matter by key, messages by section, then lines, then words. Every conflict is one place with base, ours and theirs. Changes nothing.',
      params: library,
      query: z.strictObject({ branch, from: branch.default('main') }),
      answer: { schema: mergePreviewSchema },
      problems: ['branch.list.forbidden', 'branch.not_found', 'branch.merge.too_large'],
      handle: ({ principal, params, query }) => previewMerge(parts, principal, params.library, query),
    }),
    operation({
      id: 'branch.merge',
      method: 'post',
      path: '/api/v1/libraries/{library}/merge',
      summary: 'Merge one branch into another',
      description:
        'Moves the branch forward when it has nothing of its own, else makes a commit with two parents. Every conflict needs a choice. Refused when either branch has moved, and into main. Who decides a conflict contributes to the branch; a clean merge adds no contributor. Entry branch.merge.',
      params: library,
      body: z.strictObject({
        branch,
        from: branch.default('main'),
        expectedHead: oid,
        expectedFrom: oid,
        choices,
        message: message.optional(),
      }),
      answer: { status: 201, schema: mergeMadeSchema },
      problems: [
        'branch.merge.forbidden',
        'branch.merge.conflict',
        'branch.merge.bad_choice',
        'branch.merge.stale_from',
        'branch.merge.up_to_date',
        ...refused,
      ],
      handle: async ({ principal, params, body }) => {
        const input = { ...body, message: body.message };
        const { commit, forward } = await mergeBranch(parts, principal, params.library, input);
        return { commit, branch: body.branch, head: commit, forward };
      },
    }),
    ...stepOperations(parts, 'commit.revert', {
      id: 'commit.preview_revert',
      path: '/api/v1/libraries/{library}/commits/{commit}/revert',
      verb: 'taking a commit back',
      summary: 'Take a commit back with a new one',
    }),
    ...stepOperations(parts, 'commit.cherry_pick', {
      id: 'commit.preview_cherry_pick',
      path: '/api/v1/libraries/{library}/commits/{commit}/cherry-pick',
      verb: 'picking a commit',
      summary: 'Put what one commit did on another branch',
    }),
    operation({
      id: 'branch.delete',
      method: 'delete',
      path: '/api/v1/libraries/{library}/branches',
      summary: 'Delete a branch',
      description:
        'Its commits stay: branch.create from the head in the answer brings it back. Refused for main, while a change stands on it and for branches that others made. Entry branch.delete.',
      params: library,
      query: z.strictObject({ name: plainText(300).min(1), expectedHead: oid.optional() }),
      answer: { schema: branchEndedSchema },
      problems: [
        'branch.delete.forbidden',
        'branch.delete.kept',
        'branch.protected',
        'branch.not_found',
        'commit.stale_head',
      ],
      handle: ({ principal, params, query }) => deleteBranch(parts, principal, params.library, query),
    }),
    operation({
      id: 'asset.merge',
      method: 'post',
      path: '/api/v1/merge',
      summary: 'Merge three texts of one asset',
      description:
        'Exactly as a merge of branches would, by what the path says it is. Reads and changes nothing; `countersign merge-driver` calls it for git.',
      body: z.strictObject({
        path,
        base: text,
        ours: text,
        theirs: text,
        names: z.strictObject({ ours: markerName, theirs: markerName }).optional(),
      }),
      answer: { schema: assetMergeSchema },
      problems: ['asset.merge.forbidden'],
      handle: async ({ principal, body }) => {
        authorize(principal, 'asset.merge', theOrganization);
        return assetMergeWire(body);
      },
    }),
  ];
}

const markerName = plainText(200).regex(/^[^\r\n]+$/, 'must be one line');

function assetMergeWire({
  names = { ours: 'ours', theirs: 'theirs' },
  ...sides
}: Parameters<typeof mergeAsset>[0] & { readonly names?: { ours: string; theirs: string } | undefined }) {
  const result = mergeAsset(sides, names);
  if (result.clean) return { clean: true, text: result.text, conflicts: [], parts: null };
  const takes: ('ours' | 'theirs' | 'both' | 'base' | 'text')[] = ['ours', 'theirs', 'both', 'base', 'text'];
  const conflicts = result.conflicts.map(({ where, ...rest }) => ({ ...rest, ...where, takes }));
  return { clean: false, text: result.text, conflicts, parts: [...result.parts] };
}

function stepOperations(
  parts: LibrariesParts,
  step: Step,
  words: { id: string; path: string; verb: string; summary: string },
): Operation<Principal>[] {
  return [
    operation({
      id: words.id,
      method: 'get',
      path: words.path,
      summary: `See what ${words.verb} would do to a branch`,
      description:
        'Three-way with the commit and its parent, conflicts by place. A merge needs `parent`, counted from 1. Changes nothing.',
      params: ofCommit,
      query: z.strictObject({ branch, parent }),
      answer: { schema: stepPreviewSchema },
      problems: ['branch.list.forbidden', 'branch.not_found', 'branch.merge.too_large', `${step}.bad_parent`],
      handle: ({ principal, params, query }) =>
        previewStep(parts, principal, params.library, step, {
          branch: query.branch,
          parent: query.parent,
          commit: params.commit,
        }),
    }),
    operation({
      id: step,
      method: 'post',
      path: words.path,
      summary: words.summary,
      description: `One new commit by you on a branch, never on main. Every conflict needs a choice; a merge needs \`parent\`, counted from 1. Entry ${step}.`,
      params: ofCommit,
      body: z.strictObject({
        branch,
        expectedHead: oid,
        parent: z.number().int().min(1).max(100).optional(),
        choices,
        message: message.optional(),
      }),
      answer: { status: 201, schema: committedSchema },
      problems: [
        `${step}.forbidden`,
        `${step}.conflict`,
        `${step}.bad_choice`,
        `${step}.bad_parent`,
        'commit.empty',
        ...refused,
      ],
      handle: async ({ principal, params, body }) => {
        const { branch: name, expectedHead, parent: number, choices: chosen, message: said } = body;
        const input = {
          branch: name,
          expectedHead,
          parent: number,
          choices: chosen,
          message: said,
          commit: params.commit,
        };
        const commit = await applyCommit(parts, principal, params.library, step, input);
        return { commit, branch: name, head: commit };
      },
    }),
  ];
}
