import { z } from 'zod';
import { PASTE_FORMS } from './paste.ts';

export const pastedSchema = z.object({
  text: z.string().meta({ description: 'A Dotprompt file; empty when nothing of it could be read' }),
  detected: z.enum(PASTE_FORMS),
  variables: z.array(z.string()),
  notes: z.array(z.string()).meta({ description: 'Sentences' }),
});
