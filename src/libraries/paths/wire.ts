import { z } from 'zod';
import { ASSET_KINDS } from '../asset.ts';
import { personRefSchema } from '../wire.ts';

/** An asset that `main` had once and has no more. */
export const deletedAssetSchema = z.object({
  path: z.string(),
  name: z.string(),
  kind: z.enum(ASSET_KINDS),
  version: z.number().int().meta({ description: 'Its last version: restore it from "@" and this number' }),
  movedTo: z
    .string()
    .nullable()
    .meta({ description: 'What it is called on main now, when it was moved and not deleted' }),
  digest: z.string().meta({ description: 'sha256:… over the exact bytes of that version' }),
  deletedAt: z.iso.datetime().nullable().meta({ description: 'When the commit was made that ended it' }),
  deletedBy: personRefSchema.nullable(),
});
export type DeletedAssetWire = z.input<typeof deletedAssetSchema>;
