import { permits, theOrganization } from '../../access/index.ts';
import { isRefusedForGood, type Mailer } from '../../changes/index.ts';
import type { EntryDraft } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import { readOverview } from '../overview.ts';
import type { IntelligenceParts } from '../parts.ts';
import { composeOverview } from './compose.ts';
import { type Letter, nextAfter } from './letter.ts';
import { claimLetter, deleteLetter, moveLetter, selectDueLetters } from './store.ts';

export type SendParts = IntelligenceParts & { readonly mailer: Mailer; readonly log: Log };

const everyMs = 30_000;
/** Thrown inside a transaction to leave nothing behind: another node was first. */
class NotMine extends Error {}

/**
 * Sends the letters that are due, as their reader would see the page at this moment. At least once: a letter goes out inside the transaction
 * that moves it to its next time, and the row's lock is the claim, so any number of nodes may do this. What the mail server does not take now
 * is tried again in the next round; what it refuses for good ends.
 * @returns how many were handled
 */
export async function sendDueLetters(parts: SendParts): Promise<number> {
  let handled = 0;
  for (const letter of await selectDueLetters(parts.reader, parts.clock.now())) {
    try {
      await parts.ledger.record(async (tx) => {
        if (!(await claimLetter(tx, letter))) throw new NotMine();
        return { value: undefined, entry: await handle(parts, tx, letter) };
      });
      handled += 1;
    } catch (error) {
      if (!(error instanceof NotMine))
        parts.log.warn({ err: error, letter: letter.id }, 'a letter did not go out; it is tried again');
    }
  }
  return handled;
}

async function handle(parts: SendParts, tx: Tx, letter: Letter): Promise<EntryDraft> {
  const { organization, id } = letter;
  const about = {
    organization,
    actor: { kind: 'system', id: 'system:letters' },
    subject: { kind: 'letter', id },
  } as const;
  const end = async (why: string): Promise<EntryDraft> => {
    await deleteLetter(tx, organization, letter.person, id);
    return { ...about, action: 'letter.end', data: { why } };
  };
  const reader = await parts.access.principalNow(organization, letter.person, letter.credential);
  const person = await parts.access.personById(organization, letter.person);
  if (reader === undefined || person === undefined) return end('its reader has left');
  if (!permits(reader, 'measure.overview', theOrganization)) return end('its reader may not see it any more');
  const now = parts.clock.now();
  const overview = await readOverview(parts, reader);
  const { address } = parts;
  const message = composeOverview({
    ...{ letter, to: person.email, address, overview },
    organization: reader.organizationName,
  });
  try {
    await parts.mailer.send(message);
  } catch (error) {
    if (isRefusedForGood(error)) return end('the mail server refused it');
    throw error;
  }
  await moveLetter(tx, letter, nextAfter(letter.every, now), now);
  return {
    ...about,
    action: 'letter.send',
    data: {
      person: letter.person,
      every: letter.every,
      measures: [...overview.figures, ...overview.totals].map(({ measure }) => measure),
      log: overview.log === null ? null : { ...overview.log },
      picture: message.pictureDigest,
    },
  };
}

export function startLetters(parts: SendParts): Loop {
  return startLoop('sending figures by e-mail', everyMs, parts.log, () => sendDueLetters(parts));
}
