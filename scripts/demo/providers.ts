import { caller, type Stage } from './stage.ts';

/** A provider in the house beside the built-in one, and a route that shares the calls. */
export async function setProviders(stage: Stage): Promise<void> {
  const admin = caller(stage, 'amara@northwind.example');
  await admin('provider.create', {
    body: {
      name: 'own-models',
      kind: 'simulated',
      models: ['northwind-small', 'northwind-large'],
      region: 'eu-west',
    },
  });
  // Of models whose price is known: money is limited at Northwind.
  const targets = [
    { model: 'simulated-careful', weight: 3, timeoutMs: 20_000 },
    { model: 'simulated-fast', weight: 1 },
  ];
  await admin('route.set', { params: { route: 'everyday' }, body: { retries: 1, targets } });
}
