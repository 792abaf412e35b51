export type { DecidingRule, Policy, PolicyRequest, Verdict } from './verdict.ts';
