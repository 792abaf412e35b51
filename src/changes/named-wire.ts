import { z } from 'zod';

/** Who somebody is, for people to read. */
export const namedSchema = z.object({
  id: z.string(),
  kind: z.enum(['person', 'app']),
  displayName: z.string(),
});
