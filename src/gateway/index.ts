export type { Execution, ExecutionId, ExecutionStatus, PromptRef, Usage } from './execution.ts';
export { executionStatuses } from './execution.ts';
