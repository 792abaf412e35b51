import type { ObligationKind } from '../libraries/index.ts';

/** One rule's part in a verdict. */
export interface DecidingRule {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  readonly mode: 'enforce' | 'monitor';
  /** Shown to the person who is refused. */
  readonly reason: string;
}

/** What a permit asks for beside yes. Whoever acts on the verdict carries all of them out, or does not act. */
export interface Obligation {
  /** The id of the rule that asks. */
  readonly rule: string;
  /** Why, in the rule's words. */
  readonly reason: string;
  readonly kind: ObligationKind;
  /** `email` of `redact:email`; empty for `warn`. Its form was checked when the rule was read. */
  readonly argument: string;
}

/** The answer of policy, with its reasons. Can be replayed from `policyVersion` and `asked`. */
export interface Verdict {
  readonly decision: 'permit' | 'forbid';
  /** The rules that decided. Empty for a forbid means: no rule permits it. */
  readonly rules: readonly DecidingRule[];
  /** Of a permit: what enforced rules that apply ask for, permits and forbids (a forbid with obligations forbids what does without them). Sorted by rule. */
  readonly obligations: readonly Obligation[];
  /** Monitored rules that applied: what they would have done. */
  readonly monitored: readonly DecidingRule[];
  /**
   * Ids of rules that failed to evaluate, or `request` when the request itself does not fit the schema. An enforced rule here, or
   * `request`, makes the decision a forbid; a monitored rule changes nothing.
   */
  readonly errors: readonly string[];
  /** Digest of the policies in force. */
  readonly policyVersion: string;
  /** Exactly what was asked. Null in verdicts from before it was recorded. */
  readonly asked: PolicyRequest | null;
}

export type RiskTier = 'low' | 'medium' | 'high';

/** What is asked: may this principal run this, with this, here. Integers only; money in micro-USD. */
export interface PolicyRequest {
  readonly organization: string;
  /** The instant of the question, ISO 8601 in UTC: rules expire by it. */
  readonly at: string;
  readonly principal: {
    readonly kind: 'person' | 'app';
    readonly id: string;
    /** What it is called; for apps, which only admins make, fit for rules. */
    readonly name: string;
    readonly roles: readonly string[];
    /** Names of the teams that the person, or the owner of the app, is in, nested ones too. */
    readonly teams: readonly string[];
  };
  readonly action: 'execution.create' | 'execution.create_raw';
  readonly resource:
    | {
        readonly kind: 'prompt';
        readonly library: string;
        readonly name: string;
        readonly digest: string;
        readonly published: boolean;
        readonly riskTier: RiskTier | null;
        readonly restricted: boolean;
        readonly useCase: string | null;
        /** As the prompt declares them. */
        readonly dataClasses: readonly string[];
      }
    | { readonly kind: 'model'; readonly name: string };
  readonly context: {
    readonly model: string;
    readonly provider: string;
    /** Where the provider works on it; null when nobody said. */
    readonly region: string | null;
    readonly environment: string | null;
    readonly useCase: string | null;
    readonly riskTier: RiskTier | null;
    /** Whether a governed prompt runs; false for a raw call. */
    readonly governed: boolean;
    readonly published: boolean;
    readonly restricted: boolean;
    /** UTC. */
    readonly hour: number;
    /** Found in what is sent. */
    readonly dataClasses: readonly string[];
    /** Kinds of content that nobody could look into, such as `image`. */
    readonly uninspected: readonly string[];
    /** An upper estimate; null when the model has no price. */
    readonly estimatedCostMicroUsd: number | null;
    /** The limit that the call sets itself; null when none. */
    readonly maxTokens: number | null;
  } & RegisteredFacts;
}

/** What the register says; null while it says nothing. */
export interface RegisteredFacts {
  readonly modelStatus: string | null;
  readonly approvedUseCases: readonly string[] | null;
  readonly modelRisk: RiskTier | null;
  /** Where the model may run. */
  readonly modelRegions: readonly string[] | null;
  /** Whether its provider trains on what it is sent. */
  readonly trainsOnData: boolean | null;
  readonly retentionDays: number | null;
  /** Of the use case. */
  readonly useCaseRisk: RiskTier | null;
}

/** A register that says nothing of what is asked about. */
export const unregistered: RegisteredFacts = {
  ...{ modelStatus: null, approvedUseCases: null, modelRisk: null, modelRegions: null },
  ...{ trainsOnData: null, retentionDays: null, useCaseRisk: null },
};

export interface Policy {
  /** Never throws for a bad policy: an error is a forbid. The same request under the same `version` has the same verdict. */
  verdict(request: PolicyRequest): Verdict;
  /** Digest of the policies in force. */
  readonly version: string;
  /** Every rule, in order, with its Cedar text. */
  readonly rules: readonly (DecidingRule & { readonly text: string })[];
}
