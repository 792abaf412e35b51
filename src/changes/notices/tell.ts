import type { LibraryId, PersonId } from '../../access/index.ts';
import type { Entry, EntryDraft, Follower } from '../../ledger/index.ts';
import type { Library } from '../../libraries/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Tx } from '../../platform/db/index.ts';
import { isId, newId } from '../../platform/id.ts';
import { invariant } from '../../platform/invariant.ts';
import { askedNow } from '../asked.ts';
import { type Dossier, resourceOf } from '../dossier.ts';
import { openLeniently } from '../list.ts';
import { enqueueMail } from '../mail/store.ts';
import { readChange } from '../store/changes.ts';
import { peopleOf } from './audience.ts';
import { isMailed, type Notice, type NoticeKind } from './notice.ts';
import type { NoticeParts } from './parts.ts';
import { type Rule, rules } from './rules.ts';
import { insertNotices } from './store/notices.ts';
import { settingsOf } from './store/settings.ts';

/** What one person is to be told. */
export interface Draft {
  readonly person: PersonId;
  readonly kind: NoticeKind;
  readonly direct: boolean;
  readonly about: string;
  readonly detail: JsonObject;
}

/** What happened to what: the frame of a notice. */
export interface Occasion {
  readonly entry: Pick<Entry, 'id' | 'organization' | 'actor' | 'at'>;
  readonly dossier: Dossier | undefined;
  readonly library: Library | undefined;
}

/** Entries older than this tell nobody: a log that is followed for the first time must not tell the whole past. */
const newsForMs = 3 * 86_400_000;

/** Tells people what happened, by the table of rules, in the transaction of the reaction: each once, also after a crash. */
export function noticeFollower(parts: NoticeParts): Follower {
  return {
    name: 'changes/notices',
    actions: Object.keys(rules),
    react: async (tx, entry) => {
      if (parts.clock.now().getTime() - Date.parse(entry.at) > newsForMs) return [];
      const occasion = await occasionOf(parts, entry);
      const drafts: Draft[] = [];
      for (const rule of rules[entry.action] ?? [])
        drafts.push(...(await draftsOf(parts, rule, entry, occasion)));
      return tell(parts, tx, occasion, drafts);
    },
  };
}

async function occasionOf(parts: NoticeParts, entry: Entry): Promise<Occasion> {
  const { organization, subject } = entry;
  const change =
    subject.kind === 'change' ? await readChange(parts.reader, organization, subject.id) : undefined;
  const home = change?.library ?? libraryIn(entry);
  const library = home && (await parts.libraries.byId(organization, home));
  invariant(home === undefined || library !== undefined, 'a library stays');
  const dossier = change && library && (await openLeniently(parts, library, change));
  return { entry, dossier, library };
}

function libraryIn({ subject, data }: Entry): LibraryId | undefined {
  const id = subject.kind === 'library' ? subject.id : data.library;
  return typeof id === 'string' && isId('lib', id) ? id : undefined;
}

async function draftsOf(
  parts: NoticeParts,
  rule: Rule,
  entry: Entry,
  { dossier }: Occasion,
): Promise<readonly Draft[]> {
  if (rule.tell === 'asked') return dossier === undefined ? [] : askedDrafts(parts, dossier);
  const kind = typeof rule.kind === 'string' ? rule.kind : rule.kind(entry);
  const people = await peopleOf(parts, rule.tell, entry, dossier);
  const detail = detailOf(entry);
  return people.map((person) => ({ person, kind, direct: true, about: `${kind}/${entry.id}`, detail }));
}

const askedKinds = {
  review: 'asked_to_review',
  approval: 'asked_to_approve',
  publish: 'asked_to_publish',
} as const;

/** Whose step is next: asked once for each stage and content. */
async function askedDrafts(parts: NoticeParts, dossier: Dossier): Promise<readonly Draft[]> {
  const asked = await askedNow(parts, dossier);
  if (asked === null || asked.reason === 'draft' || asked.reason === 'sent_back') return [];
  const kind = askedKinds[asked.reason];
  const about = `${kind}/${dossier.change.id}/${asked.stage ?? ''}/${dossier.comparison.digest}`;
  const detail: JsonObject = asked.stage === null ? {} : { stage: asked.stage };
  return asked.people.map((person) => ({ person, kind, direct: false, about, detail }));
}

/** Short names only: what is content stays where it is. */
function detailOf({ data, subject }: Entry): JsonObject {
  const kept: Record<string, string> = {};
  for (const name of ['stage', 'environment', 'path', 'model', 'retires', 'share', 'of', 'expiresAt']) {
    const value = data[name];
    if (typeof value === 'string' && value.length <= 300) kept[name] = value;
  }
  return { ...kept, subject: subject.id };
}

/**
 * Writes the notices of one occasion: never to who did it, never to somebody who may not see the library, never twice about the same.
 * @returns the entry that says who was told; none when nobody was
 */
export async function tell(
  parts: NoticeParts,
  tx: Tx,
  { entry, dossier, library }: Occasion,
  drafts: readonly Draft[],
): Promise<EntryDraft[]> {
  const { organization, actor } = entry;
  const readers =
    library && new Set(await parts.people.holders(organization, 'library.read', resourceOf(library)));
  const at = new Date(entry.at);
  // Who is told by the server of what it did for them did nothing themselves.
  const doers = actor.kind === 'system' ? [] : [actor.id, actor.onBehalfOf];
  const unique = new Map(drafts.map((draft) => [`${draft.person} ${draft.about}`, draft]));
  const notices = [...unique.values()]
    .filter(({ person }) => !doers.includes(person) && readers?.has(person) !== false)
    .map(
      ({ person, kind, direct, about, detail }): Notice => ({
        organization,
        id: newId('not'),
        person,
        kind,
        direct,
        change: dossier?.change.id ?? null,
        library: library?.id ?? null,
        by: actor.kind === 'system' ? null : actor.id,
        detail,
        entry: entry.id,
        about,
        at,
        readAt: null,
      }),
    );
  const told = await insertNotices(tx, notices);
  if (told.length === 0) return [];
  await mail(parts, tx, told);
  return [
    {
      organization,
      action: 'notice.create',
      actor: { kind: 'system', id: 'notices' },
      subject: { kind: 'entry', id: entry.id },
      data: {
        kinds: [...new Set(told.map(({ kind }) => kind))],
        people: [...new Set(told.map(({ person }) => person))].slice(0, 500),
        count: told.length,
      },
    },
  ];
}

async function mail(parts: NoticeParts, tx: Tx, told: readonly Notice[]): Promise<void> {
  const [first] = told;
  if (!parts.mails || first === undefined) return;
  const settings = await settingsOf(
    tx,
    first.organization,
    told.map(({ person }) => person),
  );
  const wanted = told.filter(({ person, kind, direct }) => {
    const chosen = settings.get(person);
    return chosen !== undefined && isMailed(chosen, kind, direct);
  });
  await enqueueMail(tx, wanted, parts.clock.now());
}
