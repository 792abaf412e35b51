import { isJsonObject, type Json, type JsonObject, parseCanonicalBytes } from './canonical.ts';
import { Refused } from './refusal.ts';

/** One fact in the log (docs/formats.md, "Entry"). */
export type Entry = {
  action: string;
  actor: JsonObject;
  at: string;
  data: JsonObject;
  id: string;
  organization: string;
  subject: { id: string; kind: string };
};

/** The longest leaf: what an entry bundle's uint16 length can say. */
export const maxEntryBytes = 65_535;

const members = 'action,actor,at,data,id,organization,subject,v';
const memberNames = (value: JsonObject): string => Object.keys(value).sort().join();
const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * Reads the exact bytes of the leaf at `index`. Refuses bytes that are not canonical JSON, that are not an entry, or whose
 * organization is not the one that the log's origin binds.
 */
export function readEntry(leaf: Uint8Array, index: number, organization: string): Entry {
  if (leaf.length > maxEntryBytes)
    throw new Refused(
      'entry.too_large',
      `Entry ${index} has ${leaf.length} bytes; an entry has at most 65535.`,
      { index },
    );
  const value = parseCanonicalBytes(leaf);
  if (value === undefined)
    throw new Refused('entry.not_canonical', `Entry ${index} is not canonical JSON (RFC 8785).`, { index });
  const entry = entryOf(value);
  if (entry === undefined)
    throw new Refused('entry.malformed', `Entry ${index} is not an entry of version 1.`, { index });
  if (entry.organization !== organization)
    throw new Refused(
      'entry.other_organization',
      `Entry ${index} is of ${entry.organization}, but the log of ${organization}.`,
      { index },
    );
  return entry;
}

function entryOf(value: Json): Entry | undefined {
  if (!isJsonObject(value) || memberNames(value) !== members) return undefined;
  const { action, actor, at, data, id, organization, subject, v } = value;
  if (v !== 1 || !isJsonObject(data)) return undefined;
  if (typeof action !== 'string' || !/^[a-z_]+\.[a-z_]+$/.test(action)) return undefined;
  if (typeof at !== 'string' || !timePattern.test(at)) return undefined;
  if (typeof id !== 'string' || !id.startsWith('ent_')) return undefined;
  if (typeof organization !== 'string' || !organization.startsWith('org_')) return undefined;
  if (!isJsonObject(actor) || typeof actor.id !== 'string' || typeof actor.kind !== 'string')
    return undefined;
  if (!isJsonObject(subject) || memberNames(subject) !== 'id,kind') return undefined;
  const { id: subjectId, kind } = subject;
  if (typeof subjectId !== 'string' || typeof kind !== 'string') return undefined;
  return { action, actor, at, data, id, organization, subject: { id: subjectId, kind } };
}
