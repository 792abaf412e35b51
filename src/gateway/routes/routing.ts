import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { GatewayParts } from '../parts.ts';
import { listRoutes, routeSchema } from '../routing/list-routes.ts';
import { removeRoute, setRoute } from '../routing/set-route.ts';
import { only } from './only.ts';

const operation = operationsOf<Principal>('gateway');
const word = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is lower-case letters, digits and hyphens');
const params = z.strictObject({ route: word });

const target = z.strictObject({
  model: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'is a model name'),
  weight: z.int().min(0).max(1_000).default(1).meta({
    description: 'Its share of the calls. 0: only when the others fail, in the order of the list.',
  }),
  timeoutMs: z.int().min(100).max(600_000).nullable().default(null).meta({
    description: 'Until it begins to answer (a stream) or has answered. Null: as long as any call may take.',
  }),
});

/** Routes: which models answer for a name. */
export function routeOperations(parts: GatewayParts): Operation<Principal>[] {
  return [
    operation({
      id: 'route.list',
      method: 'get',
      path: '/api/v1/routes',
      summary: 'List routes, and whether their targets are well',
      description: 'Everybody. What is said of a target’s health is what the node that answers knows.',
      answer: { schema: z.object({ items: z.array(routeSchema), next: z.null() }) },
      handle: async ({ principal }) => ({ items: await listRoutes(parts, principal), next: null }),
    }),
    operation({
      id: 'route.set',
      method: 'put',
      path: '/api/v1/routes/{route}',
      summary: 'Say which models answer for a name',
      description:
        'Admins. Clients and prompts name a route like a model. Of the targets with a weight one is asked, by chance; when it fails, the others are, then those without a weight in order. Each is asked again up to `retries` times for failures that pass, as long as retries are at most about a fifth of the calls. Policy judges every target by itself, and one that it does not permit with the same obligations is left out. Leaves route.set.',
      params,
      body: z.strictObject({
        retries: z.int().min(0).max(3).default(0),
        targets: z.array(target).min(1).max(10),
      }),
      answer: { schema: routeSchema },
      problems: ['model.name_taken', 'route.target_unknown', 'route.target_twice', 'route.no_weight'],
      handle: async ({ principal, params: { route }, body }) => {
        const set = await setRoute(parts, principal, { name: route, ...body });
        return only((await listRoutes(parts, principal)).filter(({ name }) => name === set.name));
      },
    }),
    operation({
      id: 'route.delete',
      method: 'delete',
      path: '/api/v1/routes/{route}',
      summary: 'Delete a route',
      description: 'Admins. Prompts and clients that name it are refused from then on. Leaves route.delete.',
      params,
      answer: { schema: z.object({}) },
      handle: async ({ principal, params: { route } }) => {
        await removeRoute(parts, principal, route);
        return {};
      },
    }),
  ];
}
