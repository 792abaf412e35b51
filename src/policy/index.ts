import type { Principal } from '../access/index.ts';
import type { OrganizationId } from '../ledger/index.ts';
import type { Operation } from '../platform/http/index.ts';
import type { Log } from '../platform/log.ts';
import { classOperations } from './classes/routes.ts';
import { type ClassesInForce, classesInForce } from './classes-in-force.ts';
import { type LookOutside, lookOutside } from './detectors/ask.ts';
import type { DetectorParts } from './detectors/govern.ts';
import { detectorOperations } from './detectors/routes.ts';
import { type PoliciesInForce, policiesInForce } from './in-force.ts';
import { loadBuiltInRules } from './load.ts';
import type { PolicyParts } from './parts.ts';
import { usesOfRules } from './read-use.ts';
import { type RegisterInForce, registerInForce } from './register/in-force.ts';
import { type RetirementParts, startTellingOfRetirements } from './register/retirements.ts';
import { registerOperations } from './register/routes.ts';
import { type Judged, policyOperations } from './routes.ts';
import { allCalls } from './simulation/all-calls.ts';
import { simulationOperations } from './simulation/routes.ts';
import {
  type Edits,
  type Progress,
  type RecordedCalls,
  type SimulatedBy,
  type SimulationParts,
  simulate,
} from './simulation/simulate.ts';
import { type Refusal, refusalOf } from './store.ts';
import { testingOperations } from './testing/routes.ts';

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
export type { ClassesInForce } from './classes-in-force.ts';
export type { AskOutside, LookOutside } from './detectors/ask.ts';
export { wrappedInPolicy } from './detectors/wrapped.ts';
export { type PolicyFault, policyFaults } from './faults.ts';
export { governingEnvironment, type PoliciesInForce, policyLibrary } from './in-force.ts';
export { createPolicy } from './judge.ts';
export { loadBuiltInRules } from './load.ts';
export { recordedVerdict } from './recorded-verdict.ts';
export {
  type OwnPrice,
  ownPriceOf,
  type Register,
  registeredFacts,
  registeredModel,
} from './register/register.ts';
export type { Judged } from './routes.ts';
export { readRules } from './rule.ts';
export {
  type Edits,
  proposedVersion,
  type RecordedCall,
  type RecordedCalls,
  type SimulatedBy,
} from './simulation/simulate.ts';
export { simulationOf } from './simulation/store.ts';
export { insertRefusals as keepRefusals, type Refusal } from './store.ts';
export { runTests } from './testing/run-tests.ts';
export { isTestFile, testSuffix } from './testing/test-file.ts';
export {
  type DecidingRule,
  type Obligation,
  type Policy,
  type PolicyRequest,
  type RegisteredFacts,
  type RiskTier,
  unregistered,
  type Verdict,
} from './verdict.ts';

/** What the slices to the right bring; the composition root hands it in. */
export interface PolicyNeeds extends Judged, Pick<SimulationParts, 'proposedBy'> {
  /** What was permitted. */
  readonly recorded: RecordedCalls;
}

/** The slice, put together. */
export interface Policies extends PoliciesInForce {
  /** What an organization's calls are looked through for, now. @throws Problem `policy.classes_unreadable` */
  classes(organization: OrganizationId): Promise<ClassesInForce>;
  /** How to ask an organization's outside detectors; null while it has none. */
  readonly outside: LookOutside;
  /** What it says of models and use cases, now. @throws Problem `policy.register_unreadable` */
  readonly register: RegisterInForce;
  /** A refusal by the id of the execution that was not. */
  refusal(organization: OrganizationId, execution: string): Promise<Refusal | undefined>;
  operations(needs: PolicyNeeds): Operation<Principal>[];
  /** Starts to try what a change proposes on what was recorded lately, in somebody's name, and does not wait for it. */
  simulate(
    needs: Pick<PolicyNeeds, 'recorded'>,
    by: SimulatedBy,
    proposal: { readonly change: string; readonly edits: Edits },
  ): Promise<void>;
  /** Starts what works on its own, on any number of nodes; stop it before the database closes. */
  start(): { stop(): Promise<void> };
}

/** How far back a simulation goes that nobody asked for. */
const checkedDays = 28;

/** Puts the slice together. @throws Problem `policy.invalid` when the built-in rules are broken: that stops the start */
export async function createPolicies(
  given: Omit<PolicyParts, 'builtIn'> & RetirementParts & DetectorParts & { readonly log: Log },
): Promise<Policies> {
  const parts = { ...given, builtIn: await loadBuiltInRules() };
  const inForce = policiesInForce(parts);
  const classes = classesInForce(parts);
  const register = registerInForce(parts);
  const outside = lookOutside(given);
  const progress: Progress = new Map();
  return {
    ...inForce,
    classes,
    register,
    outside,
    refusal: (organization, execution) => refusalOf(parts.reader, organization, execution),
    operations: (needs) => [
      ...policyOperations(parts, inForce, { ...needs, uses: usesOfRules(parts, needs.recorded) }),
      ...testingOperations(parts),
      ...simulationOperations(
        { ...parts, ...needs, calls: allCalls(parts.reader, needs.recorded) },
        progress,
      ),
      ...classOperations(classes),
      ...registerOperations(register),
      ...detectorOperations(given),
    ],
    simulate: async ({ recorded }, by, proposal) => {
      const calls = allCalls(parts.reader, recorded);
      await simulate({ ...parts, calls, log: given.log }, progress, by, { ...proposal, days: checkedDays });
    },
    start: () => startTellingOfRetirements(given, register),
  };
}
