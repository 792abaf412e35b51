import { z } from 'zod';
import { canonicalBytes, type JsonObject } from '../platform/canonical-json.ts';
import { type Id, isId } from '../platform/id.ts';
import { invariant } from '../platform/invariant.ts';

export type OrganizationId = Id<'org'>;
export type EntryId = Id<'ent'>;

/**
 * Largest entry, in bytes: what the two length bytes of an entry bundle can say (c2sp.org/tlog-tiles, "Log entries"). What is larger
 * belongs beside the entry, as a commitment in it.
 */
export const maxEntryBytes = 65_535;

/**
 * Who did it, as we authenticated them. Ids only: names and e-mail addresses never stand in an entry, so that erasing a person
 * leaves every proof valid.
 */
export interface Actor {
  readonly kind: 'person' | 'app' | 'system';
  readonly id: string;
  /** What they authenticated with. */
  readonly credential?: { readonly kind: 'session' | 'key' | 'setup'; readonly id: string };
  /** The person behind an app, or on whose behalf it acted. */
  readonly onBehalfOf?: string;
}

/** What was acted on. */
export interface Subject {
  /** A word of design.md §1: `change`, `library`, `execution`, … */
  readonly kind: string;
  readonly id: string;
}

/** What a verb hands to the ledger. The ledger adds the id (unless given), the time and the format's version. */
export interface EntryDraft {
  readonly id?: EntryId;
  readonly organization: OrganizationId;
  /** The action's one name, `noun.verb` (design.md §2). */
  readonly action: string;
  readonly actor: Actor;
  readonly subject: Subject;
  /** Metadata, keyed pseudonyms and salted commitments. Never content, never a secret. */
  readonly data: JsonObject;
}

/** One fact in the log. Format: docs/formats.md. */
export interface Entry {
  readonly v: 1;
  readonly id: EntryId;
  readonly organization: OrganizationId;
  /** RFC 3339 with milliseconds, UTC. Data, not order: the index orders. */
  readonly at: string;
  readonly action: string;
  readonly actor: Actor;
  readonly subject: Subject;
  readonly data: JsonObject;
}

const actionPattern = /^[a-z]+(?:_[a-z]+)*\.[a-z]+(?:_[a-z]+)*$/;

/** Completes a draft. Pure: id and time are given. */
export function completeEntry(draft: EntryDraft, id: EntryId, at: Date): Entry {
  invariant(actionPattern.test(draft.action), `an action is noun.verb, not ${draft.action}`);
  const { organization, action, actor, subject, data } = draft;
  return { v: 1, id: draft.id ?? id, organization, at: at.toISOString(), action, actor, subject, data };
}

/** The leaf: RFC 8785 bytes of the entry, which are hashed and stored as they are. */
export function leafBytes(entry: Entry): Uint8Array {
  const { actor, subject } = entry;
  const bytes = canonicalBytes({
    ...entry,
    actor: {
      kind: actor.kind,
      id: actor.id,
      ...(actor.credential === undefined
        ? {}
        : { credential: { kind: actor.credential.kind, id: actor.credential.id } }),
      ...(actor.onBehalfOf === undefined ? {} : { onBehalfOf: actor.onBehalfOf }),
    },
    subject: { kind: subject.kind, id: subject.id },
  });
  invariant(
    bytes.length <= maxEntryBytes,
    `an entry is at most ${maxEntryBytes} bytes, not ${bytes.length} (${entry.action})`,
  );
  return bytes;
}

const text = z.string();
const leafSchema = z.strictObject({
  v: z.literal(1),
  id: z.custom<EntryId>((value) => typeof value === 'string' && isId('ent', value)),
  organization: z.custom<OrganizationId>((value) => typeof value === 'string' && isId('org', value)),
  at: z.iso.datetime({ precision: 3 }),
  action: z.string().regex(actionPattern),
  actor: z.strictObject({
    kind: z.enum(['person', 'app', 'system']),
    id: text,
    credential: z.strictObject({ kind: z.enum(['session', 'key', 'setup']), id: text }).exactOptional(),
    onBehalfOf: text.exactOptional(),
  }),
  subject: z.strictObject({ kind: text, id: text }),
  data: z.record(z.string(), z.json()),
});

/** The entry that a leaf's bytes say. Throws when they are none: stored bytes are ours, so that is damage and not input. */
export function entryOf(leaf: Uint8Array): Entry {
  return leafSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(leaf)));
}
