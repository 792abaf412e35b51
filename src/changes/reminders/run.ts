import type { PersonId } from '../../access/index.ts';
import { newId } from '../../platform/id.ts';
import type { Log } from '../../platform/log.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import { peopleAsked } from '../asked.ts';
import type { Change } from '../change.ts';
import type { ChangesParts, Dossier } from '../dossier.ts';
import { openLeniently } from '../list.ts';
import { isAmong } from '../standing/roster.ts';
import { insertAct } from '../store/acts.ts';
import { lockChange, openChanges } from '../store/changes.ts';
import { type Due, dueOf } from './due.ts';
import { insertReminder, remindersOf } from './store.ts';

/** Who reminds by itself. */
const system = 'system:reminders';
/** Between two looks. Late is fine. */
const everyMs = 60_000;

/** Thrown inside a transaction to leave nothing behind: another node was first, or the change has ended. */
class NotDue extends Error {}

/**
 * Reminds and escalates what waits too long: once for each stage and content, on any number of nodes. What it leaves is an entry that names
 * whom it is about; the notices follow it.
 * @returns how many were written now
 */
export async function remindDue(parts: ChangesParts): Promise<number> {
  let written = 0;
  for (const change of await openChanges(parts.reader)) {
    const library = await parts.libraries.byId(change.organization, change.library);
    const dossier = library && (await openLeniently(parts, library, change));
    const due = dossier === undefined ? [] : dueOf(dossier);
    if (dossier === undefined || due.length === 0) continue;
    const before = new Set(
      (await remindersOf(parts.reader, change)).map(
        ({ kind, stage, digest }) => `${kind} ${stage} ${digest}`,
      ),
    );
    for (const one of due)
      if (!before.has(`${one.kind} ${stageKey(one)} ${dossier.comparison.digest}`))
        if (await write(parts, dossier, one)) written += 1;
  }
  return written;
}

const stageKey = ({ stage }: Due): string => (stage === null ? 'publish' : `${stage.rule}/${stage.name}`);

async function write(parts: ChangesParts, dossier: Dossier, due: Due): Promise<boolean> {
  const { change, comparison } = dossier;
  const { organization, id } = change;
  const people = (await peopleOf(parts, dossier, due)).slice(0, 500);
  const name = due.stage?.name ?? 'publishing';
  try {
    await parts.ledger.record(async (tx) => {
      const locked: Change | undefined = await lockChange(tx, organization, id);
      const at = parts.clock.now();
      const reminder = { stage: stageKey(due), digest: comparison.digest, kind: due.kind, at };
      if (locked?.stage !== 'open' || !(await insertReminder(tx, locked, reminder))) throw new NotDue();
      const action = `change.${due.kind}`;
      const entry = newId('ent');
      const count = `${people.length} ${people.length === 1 ? 'person' : 'people'}`;
      const detail =
        due.kind === 'remind' ? `reminded ${count} of ${name}` : `told ${count} that ${name} waits too long`;
      await insertAct(tx, organization, id, { action, by: system, at, detail, entry });
      return {
        value: undefined,
        entry: {
          id: entry,
          organization,
          action,
          actor: { kind: 'system', id: system },
          subject: { kind: 'change', id },
          data: {
            library: locked.library,
            number: locked.number,
            environment: locked.environment,
            digest: comparison.digest,
            stage: name,
            people,
          },
        },
      };
    });
    return true;
  } catch (error) {
    if (error instanceof NotDue) return false;
    throw error;
  }
}

/** A reminder is for those who are asked; an escalation for those whom the stage names for it. */
async function peopleOf(parts: ChangesParts, dossier: Dossier, { kind, stage }: Due): Promise<PersonId[]> {
  if (kind === 'remind' || stage === null) return peopleAsked(parts, dossier, stage);
  const { roster } = dossier.facts;
  const to = stage.escalate?.to ?? [];
  return [...roster.roles.keys()].filter((person) => isAmong(person, to, roster));
}

export function startReminding(parts: ChangesParts & { readonly log: Log }): Loop {
  return startLoop('reminding of what waits', everyMs, parts.log, () => remindDue(parts));
}
