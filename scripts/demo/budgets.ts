import { caller, type Stage } from './stage.ts';

/** What Northwind may use: money for all, calls of the app that answers customers, tokens of the dearer model. */
export async function setBudgets(stage: Stage): Promise<void> {
  const admin = caller(stage, 'amara@northwind.example');
  const app = stage.deskId;
  for (const body of [
    { scope: 'organization', unit: 'micro_usd', period: 'month', limit: 1_000_000, hard: true },
    { scope: 'app', target: app, unit: 'executions', period: 'month', limit: 65, hard: false },
    { scope: 'library', target: 'support', unit: 'tokens', period: 'month', limit: 4_000, hard: false },
  ])
    await admin('budget.create', { body });
}
