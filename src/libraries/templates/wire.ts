import { z } from 'zod';
import { ASSET_KINDS } from '../asset.ts';

export const templateListSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(ASSET_KINDS).exclude(['other']),
      name: z.string(),
      description: z.string(),
      suggestedPath: z.string(),
      text: z.string().meta({
        description: 'The file. Where it holds its own name, the name of the new asset is to stand.',
      }),
      sampleVariables: z.record(z.string(), z.unknown()),
    }),
  ),
});

export type TemplateListWire = z.infer<typeof templateListSchema>;
