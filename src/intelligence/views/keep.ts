import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import { newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { IntelligenceParts } from '../parts.ts';
import { deleteView, insertView, selectViews } from './store.ts';
import { mostViews, type View } from './view.ts';

/**
 * Keeps a view for oneself. Entry `view.create`.
 * @throws Problem `view.create.name_taken` 409, `view.create.too_many` 409
 */
export async function createView(
  parts: IntelligenceParts,
  principal: Principal,
  input: Pick<View, 'name' | 'page' | 'filters'>,
): Promise<View> {
  authorize(principal, 'view.create', theOrganization);
  const { organization, human } = principal;
  const view: View = {
    ...{ organization, id: newId('vie'), person: human, createdAt: parts.clock.now() },
    ...input,
  };
  return parts.ledger.record(async (tx) => {
    if ((await selectViews(tx, organization, human)).length >= mostViews)
      throw refusal('too_many', `You have ${mostViews} views. Delete one that you do not need any more.`);
    if (!(await insertView(tx, view)))
      throw refusal('name_taken', `You have a view ${view.name} already. Choose another name.`);
    return {
      entry: {
        organization,
        action: 'view.create',
        actor: actorOf(principal),
        subject: { kind: 'view', id: view.id },
        data: { page: view.page },
      },
      value: view,
    };
  });
}

/** One's own. Entry `view.delete`. @throws Problem 404 */
export async function removeView(parts: IntelligenceParts, principal: Principal, id: string): Promise<void> {
  authorize(principal, 'view.delete', theOrganization);
  const { organization, human } = principal;
  await parts.ledger.record(async (tx) => {
    if (!(await deleteView(tx, organization, human, id))) throw notFound();
    return {
      entry: {
        organization,
        action: 'view.delete',
        actor: actorOf(principal),
        subject: { kind: 'view', id },
        data: {},
      },
      value: undefined,
    };
  });
}

const refusal = (what: string, detail: string) =>
  new Problem({ code: `view.create.${what}`, status: 409, detail });
