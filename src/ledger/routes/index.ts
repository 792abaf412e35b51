export type { LedgerAction, LedgerGuard } from './guard.ts';
export { type LogGuard, logRoutes } from './log.ts';
export { ledgerOperations } from './operations.ts';
export { proofBundleSchema } from './proofs.ts';
