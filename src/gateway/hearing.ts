import type { Tried, Usage } from './execution.ts';

/** What a provider says beside its answer, in the headers. */
export interface ProviderSaid {
  readonly requestId: string | null;
  /** How much more may be asked of it, in its own words: passed on to whoever asked. */
  readonly rateHeaders: Readonly<Record<string, string>>;
}

/** A try whose answer was thrown away, with what it used. */
export interface Discarded extends Tried {
  readonly problem: string;
  /** Null when the provider did not count. */
  readonly usage: Usage | null;
}

/** Listens to one call, for its record. */
export interface Hearing {
  /** The provider answers: its headers are here. */
  heard(said: ProviderSaid): void;
  /** The first of what it answers is here. Later ones change nothing. */
  began(): void;
  /** One try of several is over. Not told where there is only one. */
  tried(one: Tried): void;
  readonly tries: readonly Tried[];
  /** An answer was thrown away because it is not what was promised. It is paid for all the same. */
  discarded(one: Discarded): void;
  readonly discards: readonly Discarded[];
  readonly said: ProviderSaid;
  readonly firstByteMs: number | null;
}

const nothing: ProviderSaid = { requestId: null, rateHeaders: {} };

/** @param startedMs when the call began, on the clock that only goes forward */
export function createHearing(startedMs: number): Hearing {
  let said = nothing;
  let firstByteMs: number | null = null;
  const tries: Tried[] = [];
  const discards: Discarded[] = [];
  return {
    tries,
    discards,
    discarded: ({ usage, ...one }) => {
      discards.push({ ...one, usage });
      const last = tries.at(-1);
      if (last?.problem === null) tries[tries.length - 1] = { ...last, problem: one.problem };
      else tries.push(one);
    },
    tried: (one) => {
      tries.push(one);
    },
    heard: (given) => {
      said = given;
    },
    began: () => {
      firstByteMs ??= Math.round(performance.now() - startedMs);
    },
    get said() {
      return said;
    },
    get firstByteMs() {
      return firstByteMs;
    },
  };
}

const passedOn = /^(?:x-ratelimit|anthropic-ratelimit)-[a-z0-9-]{1,60}$|^retry-after(?:-ms)?$/;
/** Visible ASCII: what a header may hold, and an entry and a column too. */
const plain = /^[\x21-\x7e][\x20-\x7e]{0,199}$/;

/** Reads what we keep and pass on of a provider's headers. Whatever does not look like it is left out. Pure. */
export function saidIn(headers: Readonly<Record<string, string | string[] | undefined>>): ProviderSaid {
  const rate = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && passedOn.test(name) && plain.test(value) ? [[name, value]] : [],
  );
  const requestId = headers['x-request-id'] ?? headers['request-id'];
  return {
    requestId: typeof requestId === 'string' && plain.test(requestId) ? requestId : null,
    rateHeaders: Object.fromEntries(rate),
  };
}
