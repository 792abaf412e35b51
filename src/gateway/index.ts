import type { Principal } from '../access/index.ts';
import type { Follower } from '../ledger/index.ts';
import type { NodeRoute, Operation } from '../platform/http/index.ts';
import type { RecordedCalls, Verdict } from '../policy/index.ts';
import { type ContentBeside, contentBeside } from './beside.ts';
import { startBudgetAlerts } from './budgets/alerts.ts';
import { createEvaluationJobs } from './evaluating/start.ts';
import { type ExecutionEvidence, executionEvidence } from './evidence.ts';
import { executionTimeoutMs } from './execution.ts';
import { createHeldCalls } from './holds/start.ts';
import { type Judging, judgingOf } from './judging.ts';
import { startKeeping } from './keeping/start.ts';
import { recentExecutions } from './list.ts';
import type { GatewayParts } from './parts.ts';
import { startRawWarnings } from './raw-warnings.ts';
import { verdictOf } from './read.ts';
import { traceOfRecalls } from './recall-uses.ts';
import { startReconciling } from './reconcile.ts';
import { recordedCalls } from './recorded-calls.ts';
import { createRecording, type RecordingLimits } from './recording.ts';
import { createRegistry } from './registry.ts';
import { budgetOperations } from './routes/budgets.ts';
import { clientRoutes } from './routes/calls.ts';
import { evaluationOperations } from './routes/evaluations.ts';
import { executionRoutes } from './routes/executions.ts';
import { heldOperations } from './routes/holds.ts';
import { erasureOperations, holdOperations } from './routes/keeping.ts';
import { executionOperations, providerOperations } from './routes/operations.ts';
import { recallOperations } from './routes/recalls.ts';
import { routeOperations } from './routes/routing.ts';
import { runStreamRoute } from './routes/run-stream.ts';
import { sequenceOperations } from './routes/sequences.ts';
import type { ExecutionWire } from './wire.ts';

export type { ContentBeside } from './beside.ts';
export type { PayloadForm, SealedPayload } from './content.ts';
export type { ExecutionEvidence } from './evidence.ts';
export type { Execution, ExecutionId, ExecutionStatus, PromptRef, Usage } from './execution.ts';
export { executionStatuses } from './execution.ts';
export type { JobAnswer, Judging } from './judging.ts';
export type { GatewayAccess } from './parts.ts';
export { inputPriceOf } from './price.ts';
export { type CustodyStep, type ExecutionWire, executionSchema } from './wire.ts';
export { wrappedInGateway } from './wrapped.ts';

/** The slice, put together: what the slices to the right may ask, and what the server mounts. */
export interface Gateway {
  /** The principal's newest executions (wire form). */
  recent(principal: Principal, limit: number): Promise<readonly ExecutionWire[]>;
  /** The verdict of an execution that the principal may read, permitted or refused. @throws Problem 404 */
  verdictOf(principal: Principal, execution: string): Promise<Verdict>;
  /** What an evidence file says of executions. */
  readonly evidence: ExecutionEvidence;
  readonly beside: ContentBeside;
  readonly judging: Judging;
  /** The calls that policy permitted, with their verdicts. */
  readonly recorded: RecordedCalls;
  readonly operations: readonly Operation<Principal>[];
  readonly nodeRoutes: readonly NodeRoute[];
  /** What this slice does about entries of the slices to its left. */
  readonly followers: readonly Follower[];
  /** Starts to reconcile; stop it before the database closes. */
  start(): { stop(): Promise<void> };
}

/** What the composition root gives; what it leaves out has a default. */
export type GatewayNeeds = Omit<
  GatewayParts,
  'recording' | 'registry' | 'providerTimeoutMs' | 'retentionFloorDays'
> & {
  /** Without, half a year. */
  readonly retentionFloorDays?: number;
  /** How much may wait for the database before nothing new begins. */
  readonly recordingLimits?: RecordingLimits;
  readonly providerTimeoutMs?: number;
  /** How long the built-in simulated provider takes. */
  readonly simulatedLatencyMs?: number;
};

/** What deployers of high-risk systems keep their logs at least (EU AI Act, Articles 19 and 26). */
const defaultFloorDays = 183;
const maxReplyBytes = 67_108_864;

/** Puts the slice together. */
export function createGateway(needs: GatewayNeeds): Gateway {
  const { reader, vault, clock, simulatedLatencyMs = 120 } = needs;
  const registry = createRegistry({ reader, vault, clock, simulatedLatencyMs, maxReplyBytes });
  const parts: GatewayParts = {
    ...needs,
    registry,
    recording: createRecording(needs.ledger, clock, needs.recordingLimits),
    providerTimeoutMs: needs.providerTimeoutMs ?? executionTimeoutMs,
    retentionFloorDays: needs.retentionFloorDays ?? defaultFloorDays,
  };
  const heldCalls = createHeldCalls(parts);
  const evaluations = createEvaluationJobs(parts);
  let keeping: ReturnType<typeof startKeeping> | undefined;
  return {
    recent: (principal, limit) => recentExecutions(parts, principal, limit),
    recorded: recordedCalls(reader),
    verdictOf: (principal, execution) => verdictOf(parts, principal, execution),
    evidence: executionEvidence(parts),
    beside: contentBeside(parts),
    judging: judgingOf(parts),
    operations: [
      ...executionOperations(parts),
      ...providerOperations(parts),
      ...routeOperations(parts),
      ...recallOperations(parts),
      ...heldOperations(parts, heldCalls),
      ...evaluationOperations(parts, evaluations),
      ...holdOperations(parts, () => keeping?.wake()),
      ...budgetOperations(parts),
      ...sequenceOperations(parts),
      ...erasureOperations(parts, () => keeping?.wake()),
    ],
    followers: [traceOfRecalls(parts)],
    nodeRoutes: [...clientRoutes(parts), runStreamRoute(parts), ...executionRoutes(parts)],
    start: () => {
      const reconciling = startReconciling(parts);
      const started = startKeeping(parts);
      const alerts = startBudgetAlerts(parts);
      const warnings = startRawWarnings(parts);
      heldCalls.start();
      evaluations.start();
      keeping = started;
      return {
        stop: async () => {
          await reconciling.stop();
          await alerts.stop();
          await warnings.stop();
          await heldCalls.stop();
          await evaluations.stop();
          await started.stop();
          await registry.close();
        },
      };
    },
  };
}
