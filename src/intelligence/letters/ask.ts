import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import { newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { IntelligenceParts } from '../parts.ts';
import { type Letter, type LetterSpan, nextAfter } from './letter.ts';
import { deleteLetter, insertLetter } from './store.ts';

/**
 * Asks for the overview by e-mail, for oneself. Entry `letter.create`.
 * @throws Problem `letter.create.exists` 409, `letter.create.people_only` 403, `letter.create.no_mail` 409
 */
export async function createLetter(
  parts: IntelligenceParts,
  principal: Principal,
  every: LetterSpan,
): Promise<Letter> {
  authorize(principal, 'letter.create', theOrganization);
  if (principal.kind !== 'person')
    throw refusal('people_only', 403, 'An app has no e-mail address. Ask with the API as a person.');
  if (parts.mailer === undefined)
    throw refusal(
      'no_mail',
      409,
      'This server sends no e-mail. Ask an operator to set COUNTERSIGN_SMTP_URL, or read the page.',
    );
  const { organization, human, credential } = principal;
  const now = parts.clock.now();
  const letter: Letter = {
    ...{ organization, id: newId('let'), person: human, credential, every },
    ...{ nextAt: nextAfter(every, now), lastAt: null, createdAt: now },
  };
  return parts.ledger.record(async (tx) => {
    if (!(await insertLetter(tx, letter)))
      throw refusal('exists', 409, `You get it every ${every} already. Nothing needs to be done.`);
    return {
      entry: {
        organization,
        action: 'letter.create',
        actor: actorOf(principal),
        subject: { kind: 'letter', id: letter.id },
        data: { every },
      },
      value: letter,
    };
  });
}

/** One's own. Entry `letter.delete`. @throws Problem 404 */
export async function removeLetter(
  parts: IntelligenceParts,
  principal: Principal,
  id: string,
): Promise<void> {
  authorize(principal, 'letter.delete', theOrganization);
  const { organization, human } = principal;
  await parts.ledger.record(async (tx) => {
    if (!(await deleteLetter(tx, organization, human, id))) throw notFound();
    return {
      entry: {
        organization,
        action: 'letter.delete',
        actor: actorOf(principal),
        subject: { kind: 'letter', id },
        data: {},
      },
      value: undefined,
    };
  });
}

const refusal = (what: string, status: 403 | 409, detail: string) =>
  new Problem({ code: `letter.create.${what}`, status, detail });
