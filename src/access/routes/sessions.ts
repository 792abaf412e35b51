import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { namesOf } from '../names.ts';
import { named } from '../person.ts';
import type { Principal } from '../principal.ts';
import { listSessions } from '../sessions/list.ts';
import { revokeOtherSessions, revokeSession } from '../sessions/revoke.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { cursorOf, cut, idOf, pageOf, pageQuery, personRef } from './wire.ts';

const operation = operationsOf<Principal>('access');

const sessionShape = z.object({
  id: z.string(),
  person: personRef,
  method: z.string(),
  userAgent: z.string().nullable(),
  createdAt: z.string(),
  authenticatedAt: z.string(),
  expiresAt: z.string(),
  current: z.boolean(),
});

/** Who is signed in, and with what. */
export function sessionsOperations(parts: SignInParts): readonly Operation<Principal>[] {
  const list = operation({
    id: 'session.list',
    method: 'get',
    path: '/api/v1/sessions',
    summary: 'Sessions that have not ended, newest first.',
    description:
      'One’s own; with `person` those of somebody else, or `all`, for whoever holds session.list_all. Leaves no entry.',
    query: pageQuery.extend({ person: z.string().max(100).optional() }),
    answer: { schema: pageOf(sessionShape) },
    problems: ['session.list.forbidden', 'session.list_all.forbidden'],
    handle: async ({ principal, query }) => {
      const { person, cursor, limit } = query;
      const found = await listSessions(parts, principal, {
        person: person === undefined || person === 'all' ? person : idOf('per', person),
        before: cursorOf('ses', cursor),
        limit: limit + 1,
      });
      const { shown, next } = cut(found, limit);
      const names = await namesOf(
        parts.reader,
        principal.organization,
        shown.map((session) => session.person),
      );
      const items = shown.map((session) => ({
        id: session.id,
        person: named(names, session.person),
        method: session.method,
        userAgent: session.userAgent,
        createdAt: session.createdAt.toISOString(),
        authenticatedAt: session.authenticatedAt.toISOString(),
        expiresAt: session.expiresAt.toISOString(),
        current: session.id === principal.credential.id,
      }));
      return { items, next };
    },
  });
  const revoke = operation({
    id: 'session.revoke',
    method: 'delete',
    path: '/api/v1/sessions/{session}',
    summary: 'Ends a session at once, on every node.',
    description:
      'One’s own; those of others for whoever holds session.revoke_all. What still runs in it ends within seconds. Entry `session.delete`.',
    params: z.object({ session: z.string() }),
    problems: ['session.revoke.forbidden'],
    handle: async ({ principal, params }) => {
      await revokeSession(parts, principal, idOf('ses', params.session));
      return undefined;
    },
  });
  const others = operation({
    id: 'session.revoke_others',
    method: 'post',
    path: '/api/v1/sessions/revoke-others',
    summary: 'Ends all of one’s own sessions but the one that asks.',
    description: 'For every member. Entry `session.delete`, with their number.',
    body: z.strictObject({}),
    answer: { schema: z.object({ sessionsEnded: z.number() }) },
    problems: ['session.revoke.forbidden'],
    handle: async ({ principal }) => ({ sessionsEnded: await revokeOtherSessions(parts, principal) }),
  });
  return [list, revoke, others];
}
