import { type PersonId, theOrganization } from '../../access/index.ts';
import type { Entry } from '../../ledger/index.ts';
import { isId } from '../../platform/id.ts';
import { type ChangesParts, type Dossier, resourceOf } from '../dossier.ts';
import { isIndependent } from '../standing/facts.ts';
import { readSubscribers } from '../talk/subscribe.ts';
import type { Audience } from './rules.ts';

/** Finds the people of an audience. A change that is not there any more has neither makers nor anybody involved. */
export async function peopleOf(
  parts: ChangesParts,
  audience: Audience,
  entry: Entry,
  dossier: Dossier | undefined,
): Promise<readonly PersonId[]> {
  if (audience === 'named') return namedIn(entry);
  if (audience === 'guardians') return guardians(parts, entry);
  if (audience === 'treasurers')
    return parts.people.holders(entry.organization, 'budget.update', theOrganization);
  if (dossier === undefined) return [];
  if (audience === 'upholders') return upholders(parts, entry, dossier);
  return audience === 'makers' ? makersOf(dossier) : involvedIn(parts, dossier);
}

/** As `break_glass.review` decides: not the responder, and nobody who wrote part of the change. */
async function upholders(
  parts: ChangesParts,
  { actor, organization }: Entry,
  { library, facts }: Dossier,
): Promise<readonly PersonId[]> {
  const holders = await parts.people.holders(organization, 'break_glass.review', resourceOf(library));
  return holders.filter((person) => person !== actor.id && isIndependent(person, facts));
}

/** Whoever may see the people of an organization's ledger: its admins and auditors. */
async function guardians(parts: ChangesParts, { organization }: Entry): Promise<readonly PersonId[]> {
  return parts.people.holders(organization, 'entry.list', theOrganization);
}

function makersOf({ change, facts }: Dossier): PersonId[] {
  return [...new Set([change.createdHuman, ...facts.contributors])];
}

/** Makers and whoever takes part or subscribed, but for those who muted it. */
async function involvedIn(parts: ChangesParts, dossier: Dossier): Promise<readonly PersonId[]> {
  const subscribers = await readSubscribers(parts, dossier.change);
  const people = new Set([...makersOf(dossier), ...subscribers.keys()]);
  return [...people].filter((person) => subscribers.get(person) !== 'muted');
}

/** Members of an entry's data that name people. */
const naming = ['person', 'people', 'owner', 'owners', 'scheduledBy', 'requester'] as const;

function namedIn({ data }: Entry): PersonId[] {
  const values = naming.flatMap((name) => {
    const value = data[name];
    return Array.isArray(value) ? value : [value];
  });
  return [
    ...new Set(values.flatMap((value) => (typeof value === 'string' && isId('per', value) ? [value] : []))),
  ];
}
