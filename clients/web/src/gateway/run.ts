import type { Execution } from '../api/types.ts';

/** An execution as whoever waited for it gets it: with what came out. */
export type Executed = Execution & { output: { text: string | null } | null };
