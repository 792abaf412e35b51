export { type LogGuard, logRoutes } from './log.ts';
export { type LedgerAction, type LedgerGuard, ledgerOperations } from './operations.ts';
