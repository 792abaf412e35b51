import type { ManualClock } from '../../src/platform/clock.ts';
import type { Input } from './inside.ts';
import type { Email } from './people.ts';
import type { seeded } from './random.ts';

export type Call = (id: string, input?: Input) => Promise<unknown>;

/** What the sample data are made on: a clock that is ours, and everybody with a key like any client's. */
export interface Stage {
  readonly clock: ManualClock;
  readonly random: ReturnType<typeof seeded>;
  readonly as: ReadonlyMap<Email, Call>;
  /** Ids by address. */
  readonly ids: ReadonlyMap<Email, string>;
  readonly app: Call;
  readonly appKey: string;
  /** The service desk's app. */
  readonly deskId: string;
  readonly say: (sentence: string) => void;
}

export const minuteMs = 60_000;
export const hourMs = 3_600_000;

export function caller(stage: Stage, email: Email): Call {
  const call = stage.as.get(email);
  if (call === undefined) throw new Error(`invariant: ${email} is one of the sample people`);
  return call;
}

export function idOf(stage: Stage, email: Email): string {
  const id = stage.ids.get(email);
  if (id === undefined) throw new Error(`invariant: ${email} is one of the sample people`);
  return id;
}

/** Who writes everything; others decide on it. */
export const author = 'ben@northwind.example';
