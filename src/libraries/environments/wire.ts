import { z } from 'zod';
import { personRefSchema } from '../wire.ts';
import { moveKinds } from './move.ts';

const at = z.iso.datetime().meta({ description: 'RFC 3339, UTC, milliseconds' });
const number = z.number().int();

export const environmentFactsSchema = z.object({
  name: z.string(),
  displayName: z.string(),
  description: z.string(),
  protected: z.boolean().meta({ description: 'Its pointers move only by publishing a change' }),
  position: number,
});

export const environmentSchema = environmentFactsSchema.extend({
  live: number.meta({ description: 'How many assets are live there, in the libraries that you may see' }),
});

export const moveSchema = z.object({
  at,
  by: personRefSchema,
  kind: z.enum(moveKinds).meta({
    description: 'publish and uphold say that the version is approved for the environment',
  }),
  library: z.string(),
  path: z.string(),
  from: number.nullable().meta({ description: 'What was live before; null when nothing was' }),
  to: number.nullable().meta({ description: 'What is live from then on; null when nothing is' }),
  change: z.string(),
  reason: z.string().nullable().meta({ description: 'Null for moves older than reasons are' }),
  entry: z.string().nullable(),
});

export const liveAssetSchema = z.object({
  library: z.string(),
  path: z.string(),
  name: z.string(),
  version: number,
  digest: z.string(),
  since: at,
  by: personRefSchema,
  change: z.string(),
  reason: z.string().nullable(),
});

export const liveVersionSchema = z.object({
  environment: z.string(),
  version: number.nullable().meta({ description: 'Null when nothing was live then' }),
  digest: z.string().nullable(),
  since: at.nullable().meta({ description: 'The move that made it so; null before the first one' }),
  until: at.nullable().meta({ description: 'The move that replaced it; null while it is in force' }),
  change: z.string().nullable(),
  by: personRefSchema.nullable(),
  reason: z.string().nullable(),
});

export type EnvironmentWire = z.input<typeof environmentSchema>;
export type MoveWire = z.input<typeof moveSchema>;
export type LiveAssetWire = z.input<typeof liveAssetSchema>;
export type LiveVersionWire = z.input<typeof liveVersionSchema>;
