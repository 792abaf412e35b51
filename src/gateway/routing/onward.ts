import type { OwnPrice } from '../../policy/index.ts';
import type { Provider } from '../provider.ts';

/** A provider and the model that it is asked for. */
export interface Target {
  readonly provider: Provider;
  readonly model: string;
  /** Null: as long as any call may take. */
  readonly timeoutMs: number | null;
  /** The organization's own price of it; null where the built-in tables say what it costs. */
  readonly price: OwnPrice | null;
}

/** What a call may do when whoever was asked first does not answer. */
export interface Onward {
  /** The route that was named. */
  readonly route: string;
  readonly retries: number;
  /** Of the first one. */
  readonly timeoutMs: number | null;
  /** Whom to ask next, in order. */
  readonly others: readonly Target[];
}

/** Who answers for a name. */
export interface Answering {
  readonly provider: Provider;
  readonly model: string;
  readonly onward: Onward | null;
}
