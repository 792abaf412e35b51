import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { classesOf } from '../../libraries/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { ClassesInForce } from '../classes-in-force.ts';
import { catalog } from './catalog.ts';
import { findData } from './classify.ts';
import { fullName } from './finding.ts';
import { ownDetector } from './own.ts';

const operation = operationsOf<Principal>('policy');

const text = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\0]*$/, 'holds a NUL')
    .refine((given) => given.isWellFormed(), 'is not well-formed Unicode');

/** The HTTP of data classes. */
export function classOperations(
  inForce: (organization: Principal['organization']) => Promise<ClassesInForce>,
): Operation<Principal>[] {
  return [
    operation({
      id: 'class.list',
      method: 'get',
      path: '/api/v1/classes',
      summary: 'List the classes of data that calls are looked through for',
      description:
        'Everybody. The built-in ones, and the organization’s own: `*.classes.yaml` in the library `policy`, live in production.',
      answer: {
        schema: z.object({
          builtIn: z.array(
            z.object({
              name: z.string(),
              title: z.string(),
              how: z.string(),
              kinds: z.array(z.object({ name: z.string(), title: z.string() })),
            }),
          ),
          own: z.array(
            z.object({
              name: z.string(),
              description: z.string(),
              patterns: z.array(z.string()),
              near: z.array(z.string()),
              path: z.string(),
              line: z.int(),
            }),
          ),
        }),
      },
      handle: async ({ principal }) => {
        authorize(principal, 'class.list', theOrganization);
        const { own } = await inForce(principal.organization);
        return {
          builtIn: catalog.map((one) => ({ ...one, kinds: [...one.kinds] })),
          own: own.map((one) => ({ ...one, patterns: [...one.patterns], near: [...one.near] })),
        };
      },
    }),
    operation({
      id: 'class.try',
      method: 'post',
      path: '/api/v1/classes/try',
      summary: 'Look through a text',
      description:
        'Everybody. Says where which class stands, in UTF-16 units; nothing is kept or recorded. `classes` is the text of a `*.classes.yaml` to try beside those in force.',
      body: z.strictObject({ text: text(20_000), classes: text(65_536).optional() }),
      answer: {
        schema: z.object({
          found: z.array(
            z.object({
              dataClass: z.string(),
              start: z.int(),
              end: z.int(),
              confidence: z.enum(['certain', 'likely', 'possible']),
            }),
          ),
        }),
      },
      problems: ['class.try.unreadable'],
      handle: async ({ principal, body }) => {
        authorize(principal, 'class.try', theOrganization);
        const { detectors } = await inForce(principal.organization);
        const more = body.classes === undefined ? [] : [ownDetector(classesFrom(body.classes))];
        const found = findData(body.text, [...detectors, ...more]);
        return {
          found: found.map((one) => ({
            dataClass: fullName(one),
            start: one.start,
            end: one.end,
            confidence: one.confidence,
          })),
        };
      },
    }),
  ];
}

function classesFrom(yaml: string) {
  const { faults, classes } = classesOf(yaml);
  const [fault] = faults;
  if (classes !== null && fault === undefined) return classes;
  throw new Problem({
    code: 'class.try.unreadable',
    status: 422,
    detail: `These classes cannot be read: line ${fault?.line ?? 1}: ${fault?.message ?? 'it is no list of classes.'}`,
  });
}
