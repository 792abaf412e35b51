/** What a prompt's review takes and counts for. */
export interface Weighed {
  readonly tokens: number;
  readonly risk: string | null;
  /** Executions that may be shown; null: none may. */
  readonly executions: number | null;
}

/** Words that are read in a minute, and what a review takes besides. */
const wordsPerMinute = 240;
const minutesBeside = 10;
/** Who reads it: a reviewer and an approver. */
const readers = 2;
const risks: Readonly<Record<string, number>> = { low: 1, medium: 1.5, high: 2 };

/** Hours that reviewing a prompt once takes the two who have to. Pure. */
export const reviewHours = ({ tokens }: Pick<Weighed, 'tokens'>): number =>
  (readers * (minutesBeside + tokens / wordsPerMinute)) / 60;

/** The same, weighted by what may go wrong: by the risk tier, and by use. Pure. */
export function weighedHours(prompt: Weighed): number {
  const { executions, risk } = prompt;
  const used = executions === null || executions === 0 ? 1 : executions < 1_000 ? 1.5 : 2;
  return reviewHours(prompt) * used * (risks[risk ?? ''] ?? 1);
}

/** Finding an owner: one asks, one answers. */
export const ownerHours = 0.25;

export const hoursFormula = `one review takes a reviewer and an approver ${minutesBeside} minutes each and the time to read it at ${wordsPerMinute} words a minute; times 1.5 when it ran in the weeks that may be shown, 2 from 1,000 executions on; times 1.5 for risk tier medium, 2 for high`;
