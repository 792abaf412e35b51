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
  /** What monitored rules would have done. */
  readonly monitored: readonly DecidingRule[];
  /** Rules that failed to evaluate; a forbid that errors is a forbid. */
  readonly errors: readonly string[];
  /** Digest of the policies in force. */
  readonly policyVersion: string;
}

/** What is asked: may this principal run this, with this, here. Integers only; money in micro-USD. */
export interface PolicyRequest {
  readonly organization: string;
  readonly principal: { readonly kind: 'person' | 'app'; readonly id: string; readonly roles: readonly string[] };
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
  /** Never throws for a bad policy: an error is a forbid. */
  verdict(request: PolicyRequest): Verdict;
}
