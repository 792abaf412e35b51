import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { fullName } from '../classes/index.ts';
import { failureChoices, type OutsideDetector } from './detector.ts';
import { createDetector, type DetectorParts, endDetector, testDetector } from './govern.ts';
import { selectDetectors } from './store.ts';

const operation = operationsOf<Principal>('policy');
const params = z.strictObject({ detector: z.string().max(100) });
const said = (least: number, most: number) =>
  z
    .string()
    .min(least)
    .max(most)
    .regex(/^[^\0]*$/, 'holds a NUL')
    .refine((given) => given.isWellFormed(), 'is not well-formed Unicode');

const detectorSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  timeoutMs: z.int(),
  onFailure: z.enum(failureChoices),
  createdBy: z.string(),
  createdAt: z.string(),
});

const wire = ({ id, name, url, timeoutMs, onFailure, createdBy, createdAt }: OutsideDetector) => ({
  ...{ id, name, url, timeoutMs, onFailure, createdBy },
  createdAt: createdAt.toISOString(),
});

const foundSchema = z.object({
  dataClass: z.string(),
  start: z.int(),
  end: z.int(),
  confidence: z.enum(['certain', 'likely', 'possible']),
});

/** The HTTP of outside detectors. */
export function detectorOperations(parts: DetectorParts): Operation<Principal>[] {
  return [
    operation({
      id: 'detector.list',
      method: 'get',
      path: '/api/v1/detectors',
      summary: 'List outside detectors of data classes',
      description:
        'Admins and auditors. Every call’s texts are sent to each of them, and what they find counts like what is found here. `hosts` is where this server lets detectors be.',
      answer: {
        schema: z.object({
          items: z.array(detectorSchema),
          hosts: z.array(z.string()),
          next: z.null(),
        }),
      },
      handle: async ({ principal }) => {
        authorize(principal, 'detector.list', theOrganization);
        const found = await selectDetectors(parts.reader, principal.organization);
        return { items: found.map(wire), hosts: [...parts.detectorHosts], next: null };
      },
    }),
    operation({
      id: 'detector.create',
      method: 'post',
      path: '/api/v1/detectors',
      summary: 'Set an outside detector up',
      description:
        'Admins. What it is sent and must answer stands in docs/formats.md. The secret goes along as `Authorization: Bearer …` and is shown nowhere. `onFailure`: whether a call is refused when it does not answer in time, or goes on, marked as not looked through by it.',
      body: z.strictObject({
        name: said(1, 100),
        url: said(1, 500),
        secret: z
          .string()
          .regex(/^[\x21-\x7e]{8,500}$/, 'is 8 to 500 visible ASCII characters')
          .optional(),
        timeoutMs: z.int().min(50).max(10_000).default(1_000),
        onFailure: z.enum(failureChoices),
      }),
      answer: { status: 201, schema: detectorSchema },
      problems: [
        'detector.create.url_refused',
        'detector.create.host_not_allowed',
        'detector.create.too_many',
      ],
      handle: async ({ principal, body }) =>
        wire(await createDetector(parts, principal, { ...body, secret: body.secret ?? null })),
    }),
    operation({
      id: 'detector.test',
      method: 'post',
      path: '/api/v1/detectors/{detector}/test',
      summary: 'Send a text to an outside detector',
      description: 'Admins. Says what it found, or why its answer is not believed. Offsets are UTF-16 units.',
      params,
      body: z.strictObject({ text: said(1, 20_000) }),
      answer: {
        schema: z.object({
          durationMs: z.int(),
          failure: z.string().nullable(),
          found: z.array(foundSchema),
        }),
      },
      handle: async ({ principal, params: { detector }, body }) => {
        const asked = await testDetector(parts, principal, detector, body.text);
        const found = asked.ok ? (asked.found[0] ?? []) : [];
        return {
          durationMs: asked.durationMs,
          failure: asked.ok ? null : asked.why,
          found: found.map((one) => ({
            ...{ dataClass: fullName(one), start: one.start, end: one.end, confidence: one.confidence },
          })),
        };
      },
    }),
    operation({
      id: 'detector.end',
      method: 'delete',
      path: '/api/v1/detectors/{detector}',
      summary: 'End an outside detector',
      description: 'Admins. Nothing is sent there any more.',
      params,
      handle: async ({ principal, params: { detector } }) => {
        await endDetector(parts, principal, detector);
        return undefined;
      },
    }),
  ];
}
