/**
 * Assets of all kinds: what a file says, and what is wrong with it, with line and column. Everything here is pure, total and
 * bounded: texts come from strangers.
 */
import { type AssetKind, kindOf } from '../asset.ts';
import { parsePrompt } from '../dotprompt/index.ts';
import { type ClassesOutline, readClasses } from './classes.ts';
import { type EvaluationOutline, readEvaluation } from './evaluation.ts';
import type { KindReading } from './fault.ts';
import { type ModelOutline, readModel } from './model.ts';
import { type PolicyOutline, readPolicy } from './policy.ts';
import { type RequirementOutline, readRequirement } from './requirement.ts';
import { readSkill, type SkillOutline } from './skill.ts';
import { readUseCase, type UseCaseOutline } from './use-case.ts';
import { readValueModel, type ValueModelOutline } from './value-model.ts';
import { readWorkflow, type WorkflowOutline } from './workflow.ts';

export { type ClassDefinition, classesOf, classesSchema } from './classes.ts';
export { durationMs, durationWords } from './duration.ts';
export { type CaseAssertion, type EvaluationCase, evaluationCases } from './evaluation-cases.ts';
export { parseExpression } from './expression.ts';
export type { ConditionField, Expression } from './expression-tree.ts';
export type { AssetFault } from './fault.ts';
export { type ModelDefinition, modelOf, modelSchema, modelStatuses } from './model.ts';
export {
  type ObligationKind,
  obligationKinds,
  readObligation,
  type WrittenObligation,
} from './obligation.ts';
export { type ReadRule, readRulesInTurns, readRulesOf, ruleIds } from './policy.ts';
export { policySchema, type SchemaMisfit, schemaMisfits } from './policy-schema.ts';
export { requirementOf } from './requirement.ts';
export {
  type Party,
  partyWords,
  type RequirementCondition,
  type RequirementRule,
  type RequirementStage,
} from './requirement-rule.ts';
export { requirementSchema } from './requirement-schema.ts';
export { type UseCaseDefinition, useCaseOf, useCaseSchema } from './use-case.ts';
export {
  type EvidenceGrade,
  evidenceGrades,
  type ValueAssumption,
  type ValueModelDefinition,
  type ValueRange,
  valueAssumptions,
  valueModelOf,
  valueModelSchema,
} from './value-model.ts';
export { STEP_ACTS, workflowSchema } from './workflow-schema.ts';

/** What a page shows beside the text. A prompt has none: it is rendered instead. */
export type AssetOutline =
  | WorkflowOutline
  | EvaluationOutline
  | PolicyOutline
  | SkillOutline
  | RequirementOutline
  | ClassesOutline
  | ModelOutline
  | UseCaseOutline
  | ValueModelOutline;

/** Reads a text as the kind that its path says. Files of no kind have no faults. */
export function readKind(path: string, text: string): KindReading<AssetOutline> {
  switch (kindOf(path)) {
    case 'prompt': {
      const result = parsePrompt(text);
      return { faults: result.ok ? [] : result.faults, outline: null };
    }
    case 'policy':
      return readPolicy(path, text);
    case 'workflow':
      return readWorkflow(text);
    case 'evaluation':
      return readEvaluation(text);
    case 'skill':
      return readSkill(path, text);
    case 'requirement':
      return readRequirement(text);
    case 'classes':
      return readClasses(text);
    case 'model':
      return readModel(text);
    case 'use-case':
      return readUseCase(text);
    case 'value-model':
      return readValueModel(text);
    case 'other':
      return { faults: [], outline: null };
  }
}

/** The code with which a commit or a push of such a file is refused. */
export const unparsableCode = (kind: AssetKind): `${Exclude<AssetKind, 'other'>}.unparsable` | undefined =>
  kind === 'other' ? undefined : (`${kind}.unparsable` as const);
