import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { createEnvironment } from '../environments/create.ts';
import { production } from '../environments/environment.ts';
import { listHistory } from '../environments/history.ts';
import { listEnvironments } from '../environments/list.ts';
import { listLive, readLiveVersion } from '../environments/live.ts';
import { retireEnvironment } from '../environments/retire.ts';
import { updateEnvironment } from '../environments/update.ts';
import {
  environmentFactsSchema,
  environmentSchema,
  liveAssetSchema,
  liveVersionSchema,
  moveSchema,
} from '../environments/wire.ts';
import type { LibrariesParts } from '../parts.ts';
import { listOf } from '../wire.ts';
import { library, operation, page, path, plainText } from './shapes.ts';

const environmentPath = '/api/v1/environments/{environment}';
const params = z.strictObject({ environment: plainText(100) });
const facts = {
  displayName: plainText(200).min(1).optional(),
  description: plainText(2_000).optional(),
  position: z.number().int().min(0).max(1_000_000).optional(),
};
/** An instant that PostgreSQL and JavaScript both hold. */
const instant = z.iso
  .datetime({ offset: true, error: 'must be an instant such as 2026-03-02T09:00:00Z' })
  .refine(
    (text) => !Number.isNaN(Date.parse(text)) && /^[12]/.test(text),
    'must be an instant of this calendar',
  );
const libraryFilter = plainText(100).optional();
const inForce = 'A move at T is in force at T. Without `at`: now.';

/** Operations on environments, what is live in them, and the history of their moves. */
export function environmentOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [...writingOperations(parts), ...readingOperations(parts)];
}

function writingOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'environment.create',
      method: 'post',
      path: '/api/v1/environments',
      summary: 'Create an environment',
      description:
        'Admins. Nothing is live in it yet; a retired one of that name is back with its history. Entry environment.create.',
      body: z.strictObject({ name: plainText(100), ...facts }),
      answer: { status: 201, schema: environmentFactsSchema },
      problems: [
        'environment.create.forbidden',
        'environment.create.bad_name',
        'environment.create.name_taken',
        'environment.create.too_many',
      ],
      handle: ({ principal, body }) => createEnvironment(parts, principal, body),
    }),
    operation({
      id: 'environment.update',
      method: 'patch',
      path: environmentPath,
      summary: 'Change how an environment is shown',
      description: 'Admins. Its name stays: references and histories say it. Entry environment.update.',
      params,
      body: z.strictObject(facts),
      answer: { schema: environmentFactsSchema },
      problems: ['environment.update.forbidden'],
      handle: ({ principal, params: { environment }, body }) =>
        updateEnvironment(parts, principal, environment, body),
    }),
    operation({
      id: 'environment.retire',
      method: 'post',
      path: `${environmentPath}/retire`,
      summary: 'Retire an environment',
      description:
        'Admins. Refused for production, and while something is live there. Its history stays; creating it again brings it back. Entry environment.retire.',
      params,
      body: z.strictObject({}),
      problems: [
        'environment.retire.forbidden',
        'environment.retire.production',
        'environment.retire.in_use',
      ],
      handle: async ({ principal, params: { environment } }) => {
        await retireEnvironment(parts, principal, environment);
        return undefined;
      },
    }),
  ];
}

function readingOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'environment.list',
      method: 'get',
      path: '/api/v1/environments',
      summary: 'List the environments',
      description:
        'Where published versions go live, in order. A protected one moves only by publishing a change.',
      answer: { schema: listOf(environmentSchema) },
      handle: async ({ principal }) => ({ items: await listEnvironments(parts, principal), next: null }),
    }),
    operation({
      id: 'environment.history',
      method: 'get',
      path: `${environmentPath}/history`,
      summary: 'List the moves of an environment',
      description:
        'Newest first: who moved which asset from which version to which, when, why and by which change. Only libraries that you may see.',
      params,
      query: page.extend({ library: libraryFilter, path: path.optional() }),
      answer: { schema: listOf(moveSchema) },
      handle: ({ principal, params: { environment }, query }) =>
        listHistory(parts, principal, environment, query),
    }),
    operation({
      id: 'environment.live',
      method: 'get',
      path: `${environmentPath}/live`,
      summary: 'List what is, or was, live in an environment',
      description: `By library and path. ${inForce} Only libraries that you may see.`,
      params,
      query: page.extend({ library: libraryFilter, at: instant.optional() }),
      answer: { schema: listOf(liveAssetSchema) },
      handle: ({ principal, params: { environment }, query }) =>
        listLive(parts, principal, environment, query),
    }),
    operation({
      id: 'version.live',
      method: 'get',
      path: '/api/v1/libraries/{library}/live',
      summary: 'Read which version of an asset was live at an instant',
      description: `Since when, until when, by which change and why. ${inForce} \`until\` itself is no longer part of it.`,
      params: library,
      query: z.strictObject({
        path,
        environment: plainText(100).default(production),
        at: instant.optional(),
      }),
      answer: { schema: liveVersionSchema },
      problems: ['asset.bad_path', 'environment.unknown'],
      handle: ({ principal, params: { library: name }, query }) =>
        readLiveVersion(parts, principal, name, query),
    }),
  ];
}
