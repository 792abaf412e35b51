import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { exportEvidence } from '../evidence/export.ts';
import { evidencePage } from '../evidence/page.ts';
import type { EvidenceParts } from '../evidence/parts.ts';

const operation = operationsOf<Principal>('intelligence');
const id = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\0]+$/, 'holds a NUL');
const instant = z.iso
  .datetime({ offset: true })
  .refine((text) => !Number.isNaN(Date.parse(text)) && /^[12]/.test(text), 'is an instant of this calendar')
  .transform((text) => new Date(text));
const period = { since: instant, until: instant };
const subject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('execution'), execution: id }),
  z.strictObject({
    kind: z.literal('version'),
    library: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is lower-case letters, digits and hyphens'),
    path: z
      .string()
      .min(1)
      .max(1_024)
      .regex(/^[^\0]+$/, 'holds a NUL')
      .refine((text) => text.isWellFormed(), 'is not well-formed Unicode'),
    version: z.number().int().min(1).max(2_147_483_647),
  }),
  z.strictObject({ kind: z.literal('change'), change: id }),
  z.strictObject({ kind: z.literal('person'), person: id, ...period }),
  z.strictObject({ kind: z.literal('period'), ...period }),
]);

/** One file for one question. */
export function evidenceOperations(parts: EvidenceParts): Operation<Principal>[] {
  return [
    operation({
      id: 'evidence.export',
      method: 'post',
      path: '/api/v1/evidence',
      summary:
        'One file that answers who created, approved and used something, and what came out, with its proofs',
      description:
        'Whoever may read the subject; a person or a period for auditors and admins. `page` is an HTML file that checks itself in any browser, offline; `json` is what it checks (countersign.evidence/1). With `contents` also what was said, which asks for a reason. Waits about a second for the checkpoint. Leaves an entry with the digest of the report.',
      body: z.strictObject({
        subject,
        format: z.enum(['page', 'json']).default('page'),
        contents: z.boolean().default(false),
        reason: z
          .string()
          .trim()
          .min(3)
          .max(2_000)
          .regex(/^[^\0]+$/, 'holds a NUL')
          .refine((text) => text.isWellFormed(), 'is not well-formed Unicode')
          .optional(),
      }),
      answer: {
        schema: z.object({
          name: z.string().meta({ description: 'What to call the file.' }),
          text: z.string().meta({ description: 'The file.' }),
          entry: z.string().meta({ description: 'The entry evidence.export.' }),
        }),
      },
      problems: [
        'evidence.export.too_large',
        'evidence.export.reason_missing',
        'evidence.export.not_built',
        'entry.not_signed_yet',
      ],
      handle: async ({ principal, body }) => {
        const script = body.format === 'page' ? await parts.script() : '';
        const file = await exportEvidence(parts, principal, {
          subject: body.subject,
          contents: body.contents,
          reason: body.reason,
        });
        const name = `evidence-${body.subject.kind}-${file.export}`;
        return body.format === 'json'
          ? { name: `${name}.json`, text: JSON.stringify(file), entry: file.export }
          : { name: `${name}.html`, text: evidencePage(file, script), entry: file.export };
      },
    }),
  ];
}
