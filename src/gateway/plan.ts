import type { Principal, Resource } from '../access/index.ts';
import type { Served } from '../changes/index.ts';
import type { EntryId } from '../ledger/index.ts';
import type { Redirected } from '../libraries/index.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import type { Id } from '../platform/id.ts';
import type { OwnPrice, PolicyRequest } from '../policy/index.ts';
import type { AnswerTerms } from './answers/terms.ts';
import type { CallOrigin } from './call-origin.ts';
import type { CallContext } from './context/context.ts';
import type { Dialect } from './dialect.ts';
import type { ExecutionId, PromptRef } from './execution.ts';
import type { Provider } from './provider.ts';
import type { Onward } from './routing/onward.ts';

/** Everything that is known before the verdict: what would run, for whom, with what. */
export interface Plan {
  readonly principal: Principal;
  readonly action: 'execution.create' | 'execution.create_raw';
  /** What the action is authorized on, at the start and while it runs. */
  readonly resource: Resource;
  readonly prompt: PromptRef | null;
  /** Published versions that sent the caller on to `prompt`, first to last; empty as a rule. */
  readonly redirectedFrom: readonly Redirected[];
  /** Entries of the approvals that the prompt's version was published under. */
  readonly approvals: readonly EntryId[];
  readonly environment: string | null;
  readonly provider: Provider;
  /** Who else may answer, where a route was named; null where a model was. */
  readonly onward: Onward | null;
  /** What the provider is called in. */
  readonly dialect: Dialect;
  /** Complete, in that dialect. */
  readonly body: JsonObject & { readonly model: string };
  /** For Anthropic only: see `ProviderCall`. */
  readonly betas: string | undefined;
  /** The JSON Schema that the prompt promises its answer in; null when it promises none. */
  readonly output: JsonObject | null;
  /** Whether an answer may be asked for anew, or given again. */
  readonly terms: AnswerTerms;
  /** As the template saw them; empty for a raw call. */
  readonly variables: JsonObject;
  /** What it was made from. */
  readonly origin: CallOrigin;
  /** The hold under which a person let it run, and the execution that it is to be; null for what nobody looked at. */
  readonly hold: { readonly id: Id<'hol'>; readonly execution: ExecutionId } | null;
  readonly asked: PolicyRequest;
  /** The organization's own price of the model; null where the built-in tables say what it costs. */
  readonly price: OwnPrice | null;
  /** What a recall of it would name. */
  readonly served: Served;
  /** What its caller says of it beside its body; absent where nothing was. */
  readonly context?: CallContext;
  /** Which job runs it; absent for what somebody asked for. */
  readonly job?: 'judgement' | 'evaluation';
  /** Whose content that job looks at. */
  readonly about?: ExecutionId;
}

/** What is charged by for a model that the plan may run on. Pure. */
export function priceAt({ body, price, onward }: Plan, model: string): OwnPrice | null {
  if (model === body.model) return price;
  return onward?.others.find((other) => other.model === model)?.price ?? null;
}
