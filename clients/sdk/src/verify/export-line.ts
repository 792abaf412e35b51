import { decodeBase64 } from './bytes.ts';
import { isJsonObject, type Json, type JsonObject, parseCanonical } from './canonical.ts';
import type { LogClaim } from './checkpoint.ts';
import { Refused } from './refusal.ts';

/** The media type and the format name of an export (docs/formats.md, "Export"). */
export const exportMediaType = 'application/vnd.countersign.export+jsonl';
export const exportFormat = 'countersign.export/1';

/** An entry with the leaf hash that was stored for it. */
export type EntryLine = { kind: 'entry'; index: number; leaf: Uint8Array; hash: Uint8Array };
/** A stored tile hash of level ≥ 1: the root of the entries [index·256^level, (index+1)·256^level). */
export type TileLine = { kind: 'tile'; level: number; index: number; hash: Uint8Array };
/** A signed checkpoint that the log once published. */
export type CheckpointLine = { kind: 'checkpoint'; note: string };
export type ExportLine = EntryLine | TileLine | CheckpointLine;

/** Reads the first line. */
export function parseHeader(line: string): LogClaim & { firstKey?: string } {
  const value = parseCanonical(line);
  if (!isJsonObject(value) || value.format !== exportFormat)
    throw new Refused('file.unknown_format', `The first line is not the header of a ${exportFormat} file.`);
  const { checkpoint, firstKey, key, origin } = value;
  const members =
    firstKey === undefined ? 'checkpoint,format,key,origin' : 'checkpoint,firstKey,format,key,origin';
  const whole = names(value) === members && (firstKey === undefined || typeof firstKey === 'string');
  if (!whole || typeof checkpoint !== 'string' || typeof key !== 'string' || typeof origin !== 'string')
    throw new Refused(
      'file.malformed',
      'The header must have the members checkpoint, format, key and origin, and firstKey at most.',
    );
  return { checkpoint, key, origin, ...(firstKey === undefined ? {} : { firstKey }) };
}

/** Reads a line after the header. `next` is the index that is due, for the answer when the line is unreadable. */
export function parseLine(line: string, next: number): ExportLine {
  const read = readEntryLine(line) ?? readAid(line);
  if (read === undefined)
    throw new Refused(
      'file.malformed',
      `The line where entry ${next} is due is not a canonical line of ${exportFormat}.`,
      { index: next },
    );
  return read;
}

const entryStart = /^\{"hash":"([A-Za-z0-9+/]{43}=)","index":(0|[1-9][0-9]{0,15}),"leaf":"/;

/**
 * Reads `{"hash":"…","index":N,"leaf":"…"}` by its only canonical spelling: base64 needs no escapes, so no JSON parser is needed for
 * what is nearly the whole file.
 */
function readEntryLine(line: string): EntryLine | undefined {
  const [start, hashText, digits] = entryStart.exec(line) ?? [];
  if (start === undefined || !line.endsWith('"}')) return undefined;
  const hash = hashOf(hashText);
  const index = indexOf(Number(digits));
  const leaf = decodeBase64(line.slice(start.length, -2));
  return hash && leaf && index !== undefined ? { kind: 'entry', index, leaf, hash } : undefined;
}

function readAid(line: string): TileLine | CheckpointLine | undefined {
  const value = parseCanonical(line);
  return isJsonObject(value) ? (readTileLine(value) ?? readCheckpointLine(value)) : undefined;
}

const names = (value: JsonObject): string => Object.keys(value).join();

/** Undefined also for numbers that are no index, which `isSafeInteger` alone would accept when negative. */
const indexOf = (value: Json | undefined): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

function hashOf(value: Json | undefined): Uint8Array | undefined {
  const hash = typeof value === 'string' && value.length === 44 ? decodeBase64(value) : undefined;
  return hash?.length === 32 ? hash : undefined;
}

function readTileLine(value: JsonObject): TileLine | undefined {
  const { tile } = value;
  if (names(value) !== 'tile' || !isJsonObject(tile) || names(tile) !== 'hash,index,level') return undefined;
  const hash = hashOf(tile.hash);
  const index = indexOf(tile.index);
  const level = indexOf(tile.level);
  const known = hash !== undefined && index !== undefined && level !== undefined && level >= 1 && level <= 6;
  return known ? { kind: 'tile', level, index, hash } : undefined;
}

function readCheckpointLine(value: JsonObject): CheckpointLine | undefined {
  const { checkpoint } = value;
  if (names(value) !== 'checkpoint' || typeof checkpoint !== 'string') return undefined;
  return { kind: 'checkpoint', note: checkpoint };
}
