import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import type { IntelligenceParts } from '../parts.ts';
import type { Correction } from './correction.ts';
import { insertCorrection, selectCorrections } from './store.ts';

/**
 * Writes what should have come out of an execution that one may read. A second one of the same writer supersedes the first, which stays.
 * The text is sealed with the execution's content: it goes when that goes. Entry `correction.create` with a commitment to it.
 * @throws Problem 404, `correction.create.nothing_came_out` 409, `correction.create.content_gone` 409, `correction.create.at_once` 409
 */
export async function createCorrection(
  parts: IntelligenceParts,
  principal: Principal,
  execution: string,
  text: string,
): Promise<Correction> {
  authorize(principal, 'correction.create', theOrganization);
  const { organization } = principal;
  const { execution: about } = await parts.gateway.evidence.one(principal, execution);
  if (about.status !== 'succeeded')
    throw refusal('nothing_came_out', 'Only an execution that was answered can be corrected.');
  const id = newId('cor');
  const sealed = await parts.gateway.beside.seal(organization, about.id, `correction/${id}`, text);
  if (sealed === undefined)
    throw refusal('content_gone', 'Its content was erased, so nothing can be kept beside it any more.');
  return parts.ledger.record(async (tx) => {
    const earlier = await selectCorrections(tx, organization, about.id);
    const before = earlier.findLast(({ writer }) => writer === principal.id);
    const entry = newId('ent');
    const correction: Correction = {
      ...{ id, execution: about.id, writer: principal.id, turn: (before?.turn ?? 0) + 1 },
      ...{ sealed, entry, createdAt: parts.clock.now() },
    };
    if (!(await insertCorrection(tx, organization, correction)))
      throw refusal('at_once', 'You corrected it twice at once. The first counts; send the second again.');
    const { prompt } = about;
    return {
      entry: {
        ...{ id: entry, organization, action: 'correction.create', actor: actorOf(principal) },
        subject: { kind: 'execution', id: about.id },
        data: {
          ...{ correction: id, text: sealed.commitment, source: principal.kind },
          prompt:
            prompt === null
              ? null
              : { library: prompt.libraryId, path: prompt.path, version: prompt.version },
          supersedes: before?.id ?? null,
        },
      },
      value: correction,
    };
  });
}

const refusal = (what: string, detail: string) =>
  new Problem({ code: `correction.create.${what}`, status: 409, detail });
