import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { createLetter, removeLetter } from '../letters/ask.ts';
import { type Letter, letterSpans } from '../letters/letter.ts';
import { selectLetters } from '../letters/store.ts';
import type { IntelligenceParts } from '../parts.ts';
import { createView, removeView } from '../views/keep.ts';
import { selectViews } from '../views/store.ts';
import { type View, viewPages } from '../views/view.ts';

const operation = operationsOf<Principal>('intelligence');

const filters = z.strictObject({
  by: z.string().max(20).exactOptional(),
  weeks: z.string().max(3).exactOptional(),
  library: z.string().max(100).exactOptional(),
});
const viewSchema = z.object({
  id: z.string(),
  name: z.string(),
  page: z.enum(viewPages),
  filters: z.record(z.string(), z.string()),
  createdAt: z.string(),
});
const viewWire = ({ id, name, page, filters: kept, createdAt }: View) => ({
  ...{ id, name, page, filters: { ...kept } },
  createdAt: createdAt.toISOString(),
});
const letterSchema = z.object({
  id: z.string(),
  every: z.enum(letterSpans),
  nextAt: z.string(),
  lastAt: z.string().nullable(),
});
const letterWire = ({ id, every, nextAt, lastAt }: Letter) => ({
  ...{ id, every, nextAt: nextAt.toISOString() },
  lastAt: lastAt?.toISOString() ?? null,
});

/** What one keeps for oneself: views, and letters. */
export function keptOperations(parts: IntelligenceParts): Operation<Principal>[] {
  return [
    operation({
      id: 'view.list',
      method: 'get',
      path: '/api/v1/views',
      summary: 'List one’s own views of the pages of figures',
      description: 'Everybody with a role on the organization; one’s own.',
      answer: { schema: z.object({ items: z.array(viewSchema) }) },
      handle: async ({ principal }) => {
        authorize(principal, 'view.list', theOrganization);
        const views = await selectViews(parts.reader, principal.organization, principal.human);
        return { items: views.map(viewWire) };
      },
    }),
    operation({
      id: 'view.create',
      method: 'post',
      path: '/api/v1/views',
      summary: 'Keep a page of figures with its filters, for oneself',
      description: 'Everybody with a role on the organization.',
      body: z.strictObject({
        name: z.string().trim().min(1).max(80),
        page: z.enum(viewPages),
        filters: filters.default({}),
      }),
      answer: { status: 201, schema: viewSchema },
      handle: async ({ principal, body }) => viewWire(await createView(parts, principal, body)),
    }),
    operation({
      id: 'view.delete',
      method: 'delete',
      path: '/api/v1/views/{view}',
      summary: 'Delete one of one’s own views',
      description: 'Whoever keeps it.',
      params: z.strictObject({ view: z.string() }),
      handle: async ({ principal, params }) => {
        await removeView(parts, principal, params.view);
        return undefined;
      },
    }),
    operation({
      id: 'letter.list',
      method: 'get',
      path: '/api/v1/letters',
      summary: 'List what one gets of figures by e-mail',
      description:
        'Everybody with a role on the organization; one’s own. `mail` says whether this server sends e-mail.',
      answer: { schema: z.object({ mail: z.boolean(), items: z.array(letterSchema) }) },
      handle: async ({ principal }) => {
        authorize(principal, 'letter.list', theOrganization);
        const letters = await selectLetters(parts.reader, principal.organization, principal.human);
        return { mail: parts.mailer !== undefined, items: letters.map(letterWire) };
      },
    }),
    operation({
      id: 'letter.create',
      method: 'post',
      path: '/api/v1/letters',
      summary: 'Get the overview by e-mail, every week or month',
      description:
        'Everybody with a role on the organization, for themselves: as they would see the page then. Mondays, or the first of a month, at 7:00 UTC.',
      body: z.strictObject({ every: z.enum(letterSpans) }),
      answer: { status: 201, schema: letterSchema },
      handle: async ({ principal, body }) => letterWire(await createLetter(parts, principal, body.every)),
    }),
    operation({
      id: 'letter.delete',
      method: 'delete',
      path: '/api/v1/letters/{letter}',
      summary: 'Do not get it by e-mail any more',
      description: 'Whoever gets it.',
      params: z.strictObject({ letter: z.string() }),
      handle: async ({ principal, params }) => {
        await removeLetter(parts, principal, params.letter);
        return undefined;
      },
    }),
  ];
}
