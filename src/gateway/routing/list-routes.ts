import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import type { GatewayParts } from '../parts.ts';
import { circuitKey } from './circuit.ts';
import { selectRoutes } from './store.ts';

const targetSchema = z.object({
  model: z.string(),
  provider: z.string().nullable(),
  weight: z.int(),
  timeoutMs: z.int().nullable(),
  circuit: z.enum(['closed', 'open', 'probing']).meta({
    description: 'open: it failed five times in a row, and is left alone for a while',
  }),
  failures: z.int().meta({ description: 'In a row, as far as this node knows' }),
});

export const routeSchema = z.object({
  name: z.string(),
  retries: z.int(),
  targets: z.array(targetSchema),
  setAt: z.string(),
});
export type RouteWire = z.infer<typeof routeSchema>;

/** The organization's routes, each target with what this node knows of its health. */
export async function listRoutes(
  { reader, registry }: Pick<GatewayParts, 'reader' | 'registry'>,
  principal: Principal,
): Promise<RouteWire[]> {
  authorize(principal, 'route.list', theOrganization);
  const { organization } = principal;
  const [routes, models] = await Promise.all([
    selectRoutes(reader, organization),
    registry.list(organization),
  ]);
  const providers = new Map(models.map(({ model, provider }) => [model, provider]));
  return routes.map(({ name, retries, targets, setAt }) => ({
    name,
    retries,
    targets: targets.map(({ model, weight, timeoutMs }) => {
      const { state, failures } = registry.circuits.of(circuitKey(organization, model));
      const provider = providers.get(model) ?? null;
      return { model, provider, weight, timeoutMs, circuit: state, failures };
    }),
    setAt: setAt.toISOString(),
  }));
}
