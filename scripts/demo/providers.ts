import { caller, type Stage } from './stage.ts';

/** A provider in the house beside the built-in one, and two routes: one that shares, one whose first target always fails. */
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
  const routes = {
    everyday: {
      retries: 1,
      targets: [
        { model: 'northwind-small', weight: 3 },
        { model: 'simulated-fast', weight: 1 },
        { model: 'simulated-careful', weight: 0, timeoutMs: 20_000 },
      ],
    },
    'fails-over': { targets: [{ model: 'simulated-fail-500' }, { model: 'northwind-large', weight: 0 }] },
  };
  for (const [route, body] of Object.entries(routes)) await admin('route.set', { params: { route }, body });
}
