import { z } from 'zod';
import { namedSchema } from '../named-wire.ts';
import { emailChoices, noticeKinds, topics } from './notice.ts';

export const noticeSchema = z.object({
  id: z.string(),
  kind: z.string().meta({ description: `One of ${Object.keys(noticeKinds).join(', ')}` }),
  topic: z.enum(topics),
  text: z.string(),
  by: namedSchema.nullable(),
  change: z
    .object({ id: z.string(), number: z.number().int(), title: z.string(), library: z.string() })
    .nullable(),
  library: z.string().nullable(),
  subject: z.string().nullable().meta({ description: 'Id of what it is about' }),
  path: z.string().nullable(),
  direct: z.boolean(),
  at: z.string(),
  read: z.boolean(),
  entry: z.string(),
});
export type NoticeWire = z.output<typeof noticeSchema>;

const choice = z.enum(emailChoices);
export const settingsSchema = z.strictObject({ asked: choice, progress: choice, talk: choice });
