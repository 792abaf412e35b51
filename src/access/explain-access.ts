import { isId } from '../platform/id.ts';
import { notFound } from '../platform/problem.ts';
import type { Action } from './action.ts';
import { authorize } from './authorize.ts';
import { isActive } from './holds-now.ts';
import { namesOf } from './names.ts';
import type { AccessParts } from './parts.ts';
import type { PersonRef } from './person.ts';
import type { Principal } from './principal.ts';
import { type Resource, theOrganization } from './resource.ts';
import { selectHeldBy } from './store/held.ts';
import { type Why, whyOf } from './why.ts';

/** Who is asked about, what they would do, and on what. */
export interface AccessQuestion {
  /** The id of a person or an app. */
  readonly who: string;
  readonly action: Action;
  readonly resource: Resource;
}

/**
 * Why somebody may or may not do something: the grants that permit it, or what each lacks. About oneself for every member; about others
 * with `access.explain_all`. By the same rule as `authorize`; keys narrow further. Leaves no entry: it changes nothing.
 * @throws Problem `access.explain_all.forbidden`; 404 when there is no such person or app
 */
export async function explainAccess(
  { reader, clock }: AccessParts,
  principal: Principal,
  { who, action, resource }: AccessQuestion,
): Promise<{ readonly who: PersonRef; readonly why: Why }> {
  authorize(principal, 'access.explain', theOrganization);
  if (who !== principal.id) authorize(principal, 'access.explain_all', theOrganization);
  const { organization } = principal;
  if (!isId('per', who) && !isId('app', who)) throw notFound();
  const named = (await namesOf(reader, organization, [who])).get(who);
  if (named === undefined) throw notFound();
  const [active, grants] = await Promise.all([
    isActive(reader, organization, who),
    selectHeldBy(reader, organization, who, undefined),
  ]);
  return { who: named, why: whyOf({ active, grants }, action, resource, clock.now()) };
}
