import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { moveKinds } from '../../libraries/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { ChangesParts } from '../dossier.ts';
import type { Moved } from '../live/move.ts';
import { endRetirement, retireAsset } from '../live/retire.ts';
import { rollBack } from '../live/rollback.ts';
import { assetPath, name, reason, version } from './wire.ts';

const operation = operationsOf<Principal>('changes');
const place = { library: name, path: assetPath, environment: name, reason };
const number = z.number().int().nullable();
const movedSchema = z.object({
  library: z.string(),
  path: z.string(),
  environment: z.string(),
  kind: z.enum(moveKinds),
  from: number.meta({ description: 'What was live before; null for nothing' }),
  to: number.meta({ description: 'What is live now; null for nothing' }),
  digest: z.string().nullable(),
  change: z
    .string()
    .meta({ description: 'Under which what is live was approved; for an end, the one that ended' }),
  entry: z.string(),
  at: z.string(),
});
const movedWire = (moved: Moved) => ({ ...moved, at: moved.at.toISOString() });

/** Moving an environment without a change: back to what was approved there, to nothing, and back. */
export function liveOperations(parts: ChangesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'rollback.create',
      method: 'post',
      path: '/api/v1/rollbacks',
      summary: 'Make an earlier approved version live again, in one step',
      description:
        'Publishers. Only to a version that was approved for that environment. `from`, when given, is what must be live still. Leaves an entry.',
      body: z.strictObject({ ...place, version, from: version.nullable().optional() }),
      answer: { status: 201, schema: movedSchema },
      problems: [
        'rollback.create.not_approved_there',
        'rollback.create.live_already',
        'rollback.create.moved_on',
        'rollback.create.recalled',
        'rollback.create.governing',
        'environment.unknown',
      ],
      handle: async ({ principal, body }) => movedWire(await rollBack(parts, principal, body)),
    }),
    operation({
      id: 'retirement.create',
      method: 'post',
      path: '/api/v1/retirements',
      summary: 'Take an asset out of an environment',
      description:
        'Publishers. Nothing of it is live there from then on; its file and its versions stay. Leaves an entry.',
      body: z.strictObject(place),
      answer: { status: 201, schema: movedSchema },
      problems: ['retirement.create.not_live', 'retirement.create.governing', 'environment.unknown'],
      handle: async ({ principal, body }) => movedWire(await retireAsset(parts, principal, body)),
    }),
    operation({
      id: 'retirement.end',
      method: 'post',
      path: '/api/v1/retirements/end',
      summary: 'Put back what was live before an asset was retired',
      description: 'Publishers. Leaves an entry.',
      body: z.strictObject(place),
      answer: { schema: movedSchema },
      problems: [
        'retirement.end.not_retired',
        'retirement.end.not_approved',
        'retirement.end.recalled',
        'retirement.end.governing',
        'environment.unknown',
      ],
      handle: async ({ principal, body }) => movedWire(await endRetirement(parts, principal, body)),
    }),
  ];
}
