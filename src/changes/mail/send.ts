import type { EntryDraft } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import { resourceOf } from '../dossier.ts';
import { describeNotices } from '../notices/describe.ts';
import type { Notice, NoticeId } from '../notices/notice.ts';
import type { NoticeParts } from '../notices/parts.ts';
import { noticesById } from '../notices/store/notices.ts';
import { retryAfterMs, retryForMs } from '../retry.ts';
import { composeLetter } from './compose.ts';
import { isRefusedForGood, type Mailer } from './mailer.ts';
import { isMailDue, type Letter, settleMail, takeLetter } from './store.ts';

export interface MailParts extends NoticeParts {
  readonly mailer: Mailer;
  readonly address: string;
  readonly log: Log;
}

const everyMs = 1_000;
/** Thrown inside a transaction to leave nothing behind: other nodes are sending all that is due. */
class NothingDue extends Error {}

/**
 * Sends what is due until nothing is. At least once: the letter goes out inside the transaction that marks it sent, and a node that dies
 * in between leaves it due. The row locks are the claim, so any number of nodes may do this.
 * @returns how many letters were handled
 */
export async function sendDueMail(parts: MailParts): Promise<number> {
  for (let handled = 0; ; handled += 1) {
    if (!(await isMailDue(parts.reader, parts.clock.now()))) return handled;
    try {
      await parts.ledger.record(async (tx) => {
        const letter = await takeLetter(tx, parts.clock.now());
        if (letter === undefined) throw new NothingDue();
        return { value: undefined, entry: await handle(parts, tx, letter) };
      });
    } catch (error) {
      if (error instanceof NothingDue) return handled;
      throw error;
    }
  }
}

export function startMailing(parts: MailParts): Loop {
  return startLoop('sending e-mail', everyMs, parts.log, () => sendDueMail(parts));
}

type Outcome = 'sent' | 'failed' | 'given_up' | 'dropped';

async function handle(parts: MailParts, tx: Tx, letter: Letter): Promise<EntryDraft> {
  const { organization, person } = letter;
  const now = parts.clock.now();
  const wanted = await stillWanted(parts, tx, letter);
  const unwanted = letter.notices.filter((id) => !wanted.some((notice) => notice.id === id));
  await settleMail(tx, organization, unwanted, {
    state: 'dropped',
    attempts: letter.attempts,
    dueAt: now,
    endedAt: now,
  });
  const outcome = wanted.length === 0 ? 'dropped' : await attempt(parts, letter, wanted);
  const attempts = letter.attempts + 1;
  const sent: NoticeId[] = wanted.map(({ id }) => id);
  await settleMail(tx, organization, sent, {
    state: outcome === 'failed' ? 'due' : outcome,
    attempts,
    dueAt: outcome === 'failed' ? new Date(now.getTime() + retryAfterMs(attempts, Math.random())) : now,
    endedAt: outcome === 'failed' ? null : now,
  });
  return {
    organization,
    action: 'notice.send',
    actor: { kind: 'system', id: 'mail' },
    subject: { kind: 'person', id: person },
    data: { notices: [...letter.notices], dropped: unwanted.length, attempt: attempts, outcome },
  };
}

/** What is still to be told: to somebody who is here, who may see the library now, and who has not read it in the app already. */
async function stillWanted(parts: MailParts, tx: Tx, letter: Letter): Promise<Notice[]> {
  const { organization, person } = letter;
  if ((await parts.people.personById(organization, person))?.active !== true) return [];
  const wanted: Notice[] = [];
  for (const notice of await noticesById(tx, organization, letter.notices))
    if (notice.readAt === null && (await maySee(parts, notice))) wanted.push(notice);
  return wanted;
}

async function maySee(parts: MailParts, { organization, person, library }: Notice): Promise<boolean> {
  if (library === null) return true;
  const found = await parts.libraries.byId(organization, library);
  return (
    found !== undefined &&
    (await parts.people.holdsNow(organization, person, 'library.read', resourceOf(found)))
  );
}

async function attempt(parts: MailParts, letter: Letter, notices: readonly Notice[]): Promise<Outcome> {
  const { organization, person, thread, createdAt } = letter;
  const reader = await parts.people.personById(organization, person);
  if (reader === undefined) return 'dropped';
  const ids = new Set(notices.flatMap(({ library }) => (library === null ? [] : [library])));
  const found = await Promise.all([...ids].map((id) => parts.libraries.byId(organization, id)));
  const libraries = found.filter((library) => library !== undefined);
  const described = await describeNotices(parts, organization, libraries, notices);
  try {
    const facts = { address: parts.address, to: reader.email, thread, notices: described };
    await parts.mailer.send(composeLetter(facts));
    return 'sent';
  } catch (error) {
    const over = parts.clock.now().getTime() - createdAt.getTime() >= retryForMs;
    const ended = over || isRefusedForGood(error);
    parts.log.warn({ err: error, organization, person, ended }, 'an e-mail was not taken');
    return ended ? 'given_up' : 'failed';
  }
}
