import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { isJsonArray, isJsonObject } from '../json.ts';

/** One text of a body: a string, the name of a member, or a number that is long enough to be somebody's. */
export interface Leaf {
  readonly text: string;
  /** A part of what is said, in contrast to what says how: such texts are read together, too. */
  readonly said: boolean;
  /** The `role` of the message that it is in. */
  readonly role: string | null;
}

/** What cannot be looked into; the last one: what an outside detector should have, and it did not answer. */
export const uninspectables = ['image', 'audio', 'file', 'encrypted', 'encoded', 'outside_detector'] as const;
export type Uninspectable = (typeof uninspectables)[number];

/** Members that say how, and never what. */
const structural = new Set([
  ...['role', 'type', 'id', 'model', 'object', 'status', 'detail', 'format', 'index', 'stream'],
  ...['tool_call_id', 'call_id', 'tool_use_id', 'media_type', 'finish_reason', 'stop_reason', 'service_tier'],
  ...['system_fingerprint', 'encoding_format', 'created', 'item_id', 'previous_response_id'],
]);

/** Kinds of parts that hold no text, in the words of the APIs that we serve. */
const kindOfPart: Readonly<Record<string, Uninspectable>> = {
  image_url: 'image',
  input_image: 'image',
  image: 'image',
  image_generation_call: 'image',
  input_audio: 'audio',
  audio: 'audio',
  output_audio: 'audio',
  video_url: 'file',
  file: 'file',
  input_file: 'file',
  document: 'file',
  container_upload: 'file',
  redacted_thinking: 'encrypted',
};

/** Longer runs of base64 that are no text are a picture, a file or a cipher, whatever they are called. */
const longestInspected = 512;

/** A number with fewer digits is nobody's. */
const smallestNumber = 1_000_000;

/**
 * Gives every text of a JSON value to `read`, in a fixed order, and puts what it answers in its place. Names of members, and numbers, too: what is
 * looked at is everything (AT-54). Members that are no text in any way are told to `unread`.
 */
export function mapLeaves(
  value: JsonValue,
  read: (leaf: Leaf) => string,
  unread: (what: Uninspectable) => void = () => undefined,
): JsonValue {
  const walk = (one: JsonValue, said: boolean, role: string | null): JsonValue => {
    if (typeof one === 'string') return isBlob(one) ? blob(one, unread) : read({ text: one, said, role });
    if (typeof one === 'number') return numberOf(one, read, role);
    if (isJsonArray(one)) return one.map((item) => walk(item, said, role));
    if (!isJsonObject(one)) return one;
    const part = partOf(one);
    if (part !== undefined) unread(part);
    const speaker = typeof one.role === 'string' ? one.role : role;
    return Object.fromEntries(
      Object.entries(one).map(([name, member]) => [
        read({ text: name, said: false, role: null }),
        walk(member, !structural.has(name) && name !== 'role', speaker),
      ]),
    );
  };
  return walk(value, true, null);
}

/** As `mapLeaves`, for an object: it stays one. */
export function mapMembers(
  members: JsonObject,
  read: (leaf: Leaf) => string,
  unread?: (what: Uninspectable) => void,
): JsonObject {
  const mapped = mapLeaves(members, read, unread);
  return isJsonObject(mapped) ? mapped : members;
}

function numberOf(value: number, read: (leaf: Leaf) => string, role: string | null): JsonValue {
  if (Math.abs(value) < smallestNumber || !Number.isSafeInteger(value)) return value;
  const text = String(value);
  const answer = read({ text, said: false, role });
  return answer === text ? value : answer;
}

function partOf(part: JsonObject): Uninspectable | undefined {
  if (typeof part.encrypted_content === 'string') return 'encrypted';
  const kind = typeof part.type === 'string' ? kindOfPart[part.type] : undefined;
  // A document may be plain text, which is read like any other.
  if (
    part.type === 'document' &&
    isJsonObject(part.source) &&
    /^(?:text|content)$/.test(String(part.source.type))
  )
    return undefined;
  return kind;
}

/** True for long base64 that decodes to no text. */
function isBlob(text: string): boolean {
  if (text.length <= longestInspected) return false;
  const comma = text.startsWith('data:') ? text.indexOf(',') + 1 : 0;
  const sample = text.slice(comma, comma + 400);
  if (!/^[A-Za-z0-9+/_=\r\n-]{400}$/.test(sample) || !/^[A-Za-z0-9+/_=\r\n-]*$/.test(text.slice(comma)))
    return false;
  const bytes = Buffer.from(text.slice(comma), 'base64');
  return bytes.some((byte) => byte < 9) && !isUtf8(bytes);
}

function isUtf8(bytes: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return !text.includes('\0');
  } catch {
    return false;
  }
}

function blob(text: string, unread: (what: Uninspectable) => void): string {
  unread(text.startsWith('data:image/') ? 'image' : text.startsWith('data:audio/') ? 'audio' : 'encoded');
  return text;
}
