/** One rule's part in a verdict. */
export interface DecidingRule {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  readonly mode: 'enforce' | 'monitor';
  /** Shown to the person who is refused. */
  readonly reason: string;
}

/** The answer of policy, with its reasons. Can be replayed from `policyVersion` and the recorded request. */
export interface Verdict {
  readonly decision: 'permit' | 'forbid';
  /** The rules that decided. Empty for a forbid means: no rule permits it. */
  readonly rules: readonly DecidingRule[];
  /** Monitored rules that applied: what they would have done. */
  readonly monitored: readonly DecidingRule[];
  /**
   * Ids of rules that failed to evaluate, or `request` when the request itself does not fit the schema. An enforced rule here, or
   * `request`, makes the decision a forbid; a monitored rule changes nothing.
   */
  readonly errors: readonly string[];
  /** Digest of the policies in force. */
  readonly policyVersion: string;
}

/** What is asked: may this principal run this, with this, here. Integers only; money in micro-USD. */
export interface PolicyRequest {
  readonly organization: string;
  readonly principal: {
    readonly kind: 'person' | 'app';
    readonly id: string;
    readonly roles: readonly string[];
  };
  readonly action: 'execution.create' | 'execution.create_raw';
  readonly resource:
    | {
        readonly kind: 'prompt';
        readonly library: string;
        readonly name: string;
        readonly digest: string;
        readonly published: boolean;
        readonly riskTier: 'low' | 'medium' | 'high' | null;
        readonly restricted: boolean;
      }
    | { readonly kind: 'model'; readonly name: string };
  readonly context: {
    readonly model: string;
    readonly provider: string;
    readonly environment: string | null;
    readonly hour: number;
    readonly dataClasses: readonly string[];
  };
}

export interface Policy {
  /** Never throws for a bad policy: an error is a forbid. The same request under the same `version` has the same verdict. */
  verdict(request: PolicyRequest): Verdict;
  /** Digest of the policies in force. */
  readonly version: string;
  /** Every rule, in order, with its Cedar text. */
  readonly rules: readonly (DecidingRule & { readonly text: string })[];
}
