import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { frameworks } from '../controls/control.ts';
import { listControls } from '../controls/list.ts';
import type { IntelligenceParts } from '../parts.ts';

const operation = operationsOf<Principal>('intelligence');
const framework = z.enum(frameworks);

/** The mapping of what is recorded to laws, standards and frameworks. */
export function controlOperations(parts: IntelligenceParts): Operation<Principal>[] {
  return [
    operation({
      id: 'control.list',
      method: 'get',
      path: '/api/v1/controls',
      summary: 'Which provisions the record supports, with how many entries show it',
      description:
        'Auditors and admins. It supports, and never ensures, compliance; `yours` is what only you can do. The entries are those of `entry.list?action=…`.',
      answer: {
        schema: z.object({
          caution: z.string(),
          countedTo: z.int().meta({ description: 'Entries of one action are counted up to this many.' }),
          frameworks: z.array(z.object({ name: framework, edition: z.string() })),
          items: z.array(
            z.object({
              id: z.string(),
              framework,
              provision: z.string(),
              asks: z.string(),
              supports: z.string(),
              yours: z.string(),
              evidence: z.array(z.object({ action: z.string(), entries: z.int() })),
            }),
          ),
          next: z.null(),
        }),
      },
      handle: ({ principal }) => listControls(parts, principal),
    }),
  ];
}
