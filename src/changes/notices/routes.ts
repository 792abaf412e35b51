import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { ChangesParts } from '../dossier.ts';
import { listNotices } from './list.ts';
import { readNotices } from './mark-read.ts';
import { readSettings, updateSettings } from './settings.ts';
import { noticeSchema, settingsSchema } from './wire.ts';

const operation = operationsOf<Principal>('changes');
const noticeId = z.string().regex(/^not_[0-9a-z]{26}$/, 'is the id of a notice');

/** One's own notices. */
export function noticeOperations(parts: ChangesParts, mails: boolean): Operation<Principal>[] {
  const settings = async (principal: Principal) => {
    const { asked, progress, talk } = await readSettings(parts, principal);
    return { asked, progress, talk, mails };
  };
  const settingsAnswer = {
    schema: settingsSchema.extend({
      mails: z.boolean().meta({ description: 'Whether this server sends e-mail at all' }),
    }),
  };
  return [
    operation({
      id: 'notice.list',
      method: 'get',
      path: '/api/v1/notices',
      summary: 'One’s own notices, newest first, and how many are unread',
      description:
        'Everybody, their own. Notices about libraries that one may not see any more are left out.',
      query: z.strictObject({
        unread: z.literal('true').optional(),
        cursor: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answer: {
        schema: z.object({
          items: z.array(noticeSchema),
          next: z.string().nullable(),
          unread: z.number().int(),
        }),
      },
      handle: ({ principal, query: { unread, cursor, limit } }) =>
        listNotices(parts, principal, { unread: unread === 'true', cursor, limit }),
    }),
    operation({
      id: 'notice.read',
      method: 'post',
      path: '/api/v1/notices/read',
      summary: 'Mark one’s own notices read: some, or all up to one',
      description: 'Everybody, their own. Leaves an entry when any was unread.',
      body: z.strictObject({ ids: z.array(noticeId).min(1).max(200).optional(), upTo: noticeId.optional() }),
      answer: { schema: z.object({ read: z.number().int() }) },
      problems: ['notice.read.which'],
      handle: async ({ principal, body }) => ({ read: await readNotices(parts, principal, body) }),
    }),
    operation({
      id: 'notice_setting.read',
      method: 'get',
      path: '/api/v1/notice-settings',
      summary: 'Which notices one gets by e-mail',
      description: 'Everybody, their own.',
      answer: settingsAnswer,
      handle: ({ principal }) => settings(principal),
    }),
    operation({
      id: 'notice_setting.update',
      method: 'post',
      path: '/api/v1/notice-settings',
      summary: 'Choose which notices one gets by e-mail',
      description:
        'Everybody, their own: for each topic all, mine (what is addressed to oneself) or none. Alarms (recalls, break-glass) come always. Leaves an entry.',
      body: settingsSchema,
      answer: settingsAnswer,
      handle: async ({ principal, body }) => {
        await updateSettings(parts, principal, body);
        return settings(principal);
      },
    }),
  ];
}
