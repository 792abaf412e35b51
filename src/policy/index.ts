export {
  type BuiltInClass,
  builtInClasses,
  builtInDetectors,
  type Detector,
  type Found,
  findData,
  fullName,
  secretName,
  secrets,
} from './classes/index.ts';
export { type PolicyFault, policyFaults } from './faults.ts';
export { createPolicy } from './judge.ts';
export { loadDefaultPolicy } from './load.ts';
export { policyOperations } from './routes.ts';
export { readRules } from './rule.ts';
export type { DecidingRule, Obligation, Policy, PolicyRequest, RiskTier, Verdict } from './verdict.ts';
