import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { GatewayParts } from '../parts.ts';
import { simulatedModels } from '../providers/simulated.ts';
import { listProviders } from '../store/providers.ts';
import type { Route, RouteTarget } from './route.ts';
import { deleteRoute, selectRoutes, upsertRoute } from './store.ts';

type Parts = Pick<GatewayParts, 'reader' | 'ledger' | 'clock' | 'registry'>;

/**
 * Says which models answer for a name, by weight and in which order when they fail. Calls that begin from now on (within a second on
 * other nodes) go there. Leaves the entry `route.set` with what was said before.
 * @throws Problem 403, 422 `route.target_unknown`, `route.no_weight`, 409 `model.name_taken`
 */
export async function setRoute(
  parts: Parts,
  principal: Principal,
  given: Pick<Route, 'name' | 'retries' | 'targets'>,
): Promise<Route> {
  authorize(principal, 'route.set', theOrganization);
  const { organization } = principal;
  const route: Route = { organization, ...given, setBy: principal.id, setAt: parts.clock.now() };
  const [providers, routes] = await Promise.all([
    listProviders(parts.reader, organization),
    selectRoutes(parts.reader, organization),
  ]);
  const models = new Set<string>([...simulatedModels, ...providers.flatMap((provider) => provider.models)]);
  refuseTargets(route, models);
  const before = routes.find(({ name }) => name === route.name);
  await parts.ledger.record(async (tx) => {
    await upsertRoute(tx, route);
    return {
      value: undefined,
      entry: {
        organization,
        action: 'route.set',
        actor: actorOf(principal),
        subject: { kind: 'route', id: route.name },
        data: { ...saidOf(route), before: before === undefined ? null : saidOf(before) },
      },
    };
  });
  parts.registry.forget(organization);
  return route;
}

/** From the commit on the name means nothing; prompts that name it are refused. Leaves `route.delete`. @throws Problem 403, 404 */
export async function removeRoute(parts: Parts, principal: Principal, name: string): Promise<void> {
  authorize(principal, 'route.delete', theOrganization);
  const { organization } = principal;
  await parts.ledger.record(async (tx) => {
    if (!(await deleteRoute(tx, organization, name))) throw notFound();
    return {
      value: undefined,
      entry: {
        organization,
        action: 'route.delete',
        actor: actorOf(principal),
        subject: { kind: 'route', id: name },
        data: {},
      },
    };
  });
  parts.registry.forget(organization);
}

const saidOf = ({ retries, targets }: Route) => ({
  retries,
  targets: targets.map(({ model, weight, timeoutMs }: RouteTarget) => ({ model, weight, timeoutMs })),
});

function refuseTargets({ name, targets }: Route, models: ReadonlySet<string>): void {
  if (models.has(name))
    throw new Problem({
      code: 'model.name_taken',
      status: 409,
      detail: `There is a model named ${name}. Choose another name for the route.`,
    });
  const unknown = targets.find(({ model }) => !models.has(model));
  if (unknown !== undefined)
    throw refused('target_unknown', `No provider answers for the model "${unknown.model.slice(0, 200)}".`);
  if (new Set(targets.map(({ model }) => model)).size < targets.length)
    throw refused('target_twice', 'A model is named twice. Give it one line, with the weight of both.');
  if (targets.every(({ weight }) => weight === 0))
    throw refused('no_weight', 'No target has a weight, so nobody would be asked first. Give one a weight.');
}

function refused(what: string, detail: string): Problem {
  return new Problem({
    code: `route.${what}`,
    status: 422,
    detail: `${detail} See GET /api/v1/models for what can be named.`,
    more: { param: 'targets' },
  });
}
