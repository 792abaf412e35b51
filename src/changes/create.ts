import { actorOf, authorize, type Principal } from '../access/index.ts';
import { newId } from '../platform/id.ts';
import { Problem } from '../platform/problem.ts';
import type { ChangeId } from './change.ts';
import { type ChangesParts, resourceOf } from './dossier.ts';
import { insertAct } from './store/acts.ts';
import { insertChange, livingOn, lockOpening } from './store/changes.ts';

export interface NewChange {
  /** The library's URL name. */
  readonly library: string;
  readonly branch: string;
  readonly title: string;
  readonly description: string;
  readonly environment: string;
}

/**
 * Opens a draft from a branch. From `main`, or a branch that `main` has already, it promotes what the environment does not have yet.
 * @throws Problem `change.create.unknown_branch` 422, `environment.unknown` 422, `change.create.exists` 409
 */
export async function createChange(
  parts: ChangesParts,
  principal: Principal,
  input: NewChange,
): Promise<ChangeId> {
  const library = await parts.libraries.find(principal, input.library);
  authorize(principal, 'change.create', resourceOf(library));
  await refuseUnknown(parts, principal, library, input);
  const id = newId('chg');
  const { organization } = principal;
  return parts.ledger.record(async (tx) => {
    await lockOpening(tx, library.id);
    const living = await livingOn(tx, organization, library.id, input.branch, input.environment);
    if (living !== undefined)
      throw new Problem({
        code: 'change.create.exists',
        status: 409,
        detail: `Branch ${input.branch} has an open change already: ${living}. Go on with that one.`,
        more: { change: living },
      });
    const at = parts.clock.now();
    const entry = newId('ent');
    const change = await insertChange(tx, {
      organization,
      id,
      library: library.id,
      title: input.title,
      description: input.description,
      branch: input.branch,
      environment: input.environment,
      stage: 'draft',
      createdBy: principal.id,
      createdHuman: principal.human,
      submittedHuman: null,
      createdAt: at,
      updatedAt: at,
      submittedAt: null,
      publishedAt: null,
      finalRevision: null,
      finalBase: null,
    });
    const detail = `opened change ${change.number} from branch ${input.branch}`;
    await insertAct(tx, organization, id, { action: 'change.create', by: principal.id, at, detail, entry });
    return {
      value: id,
      entry: {
        id: entry,
        organization,
        action: 'change.create',
        actor: actorOf(principal),
        subject: { kind: 'change', id },
        data: {
          library: library.id,
          number: change.number,
          branch: input.branch,
          environment: input.environment,
          requester: principal.human,
        },
      },
    };
  });
}

async function refuseUnknown(
  parts: ChangesParts,
  principal: Principal,
  library: Awaited<ReturnType<ChangesParts['libraries']['find']>>,
  input: NewChange,
): Promise<void> {
  const head = await parts.libraries.head(library, input.branch);
  if (head === undefined)
    throw new Problem({
      code: 'change.create.unknown_branch',
      status: 422,
      detail: `There is no branch ${input.branch} to propose in ${library.name}. Make a branch, commit to it, then open the change.`,
    });
  const environments = await parts.libraries.environments(principal.organization);
  if (!environments.includes(input.environment))
    throw new Problem({
      code: 'environment.unknown',
      status: 422,
      detail: `There is no environment ${input.environment}. There are: ${environments.join(', ')}.`,
    });
}
