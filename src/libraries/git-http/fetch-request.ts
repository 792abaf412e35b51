import { type Oid, oidPattern } from '../git/index.ts';
import { gitLimits } from './limits.ts';
import { lineOf, type Packet } from './pkt-line.ts';
import { badRequest, type RequestBody, tooLarge } from './request-body.ts';

/** How deep a shallow fetch goes. */
export interface Deepen {
  readonly commits: number;
  /** Counted from where the client's history is cut, not from what it wants. */
  readonly relative: boolean;
}

/** What a fetch asks for, in either version of the protocol. */
export interface FetchRequest {
  readonly wants: readonly Oid[];
  readonly haves: readonly Oid[];
  /** Where the client's history is cut. */
  readonly shallow: readonly Oid[];
  readonly deepen: Deepen | undefined;
  readonly done: boolean;
  readonly capabilities: ReadonlySet<string>;
}

interface Reading {
  wants: Set<Oid>;
  haves: Set<Oid>;
  shallow: Set<Oid>;
  commits: number;
  relative: boolean;
  done: boolean;
}

const reading = (): Reading => ({
  wants: new Set(),
  haves: new Set(),
  shallow: new Set(),
  commits: 0,
  relative: false,
  done: false,
});

const asked = (read: Reading, capabilities: ReadonlySet<string>): FetchRequest => ({
  wants: [...read.wants],
  haves: [...read.haves],
  shallow: [...read.shallow],
  deepen: read.commits === 0 ? undefined : { commits: read.commits, relative: read.relative },
  done: read.done,
  capabilities,
});

/** One line of a request. @returns false for a line that is none of these */
function takeLine(read: Reading, line: string): boolean {
  const [word = '', rest = ''] = line.split(' ', 2);
  switch (word) {
    case 'want':
      read.wants.add(oidOf(rest));
      break;
    case 'have':
      read.haves.add(oidOf(rest));
      break;
    case 'shallow':
      read.shallow.add(oidOf(rest));
      break;
    case 'deepen':
      if (!/^[1-9]\d{0,9}$/.test(rest)) throw badRequest('a depth is a number');
      read.commits = Number(rest);
      break;
    case 'done':
      read.done = true;
      break;
    case 'deepen-since':
    case 'deepen-not':
    case 'filter':
      throw badRequest(`${word} is not offered here; use --depth`);
    default:
      return false;
  }
  if (read.wants.size > gitLimits.wantsPerFetch || read.haves.size > gitLimits.havesPerFetch)
    throw tooLarge('A fetch names at most 2,000 wants and 20,000 haves. Fetch fewer branches.');
  if (read.shallow.size > gitLimits.havesPerFetch)
    throw tooLarge('The shallow history is cut in too many places.');
  return true;
}

function oidOf(text: string): Oid {
  if (!oidPattern.test(text)) throw badRequest('an object has no such name');
  return text;
}

/**
 * Version 0 over HTTP (gitprotocol-http, "Smart Service git-upload-pack"): each request says everything again.
 * @returns undefined when nothing is wanted; `rounds` are the haves as they came, a flush between them
 */
export async function readFetchV0(
  body: RequestBody,
): Promise<{ request: FetchRequest; rounds: readonly (readonly Oid[])[] } | undefined> {
  const read = reading();
  let capabilities: ReadonlySet<string> | undefined;
  for (let packet = await body.packet(); packet !== 'flush'; packet = await body.packet()) {
    if (packet === undefined && read.wants.size === 0) return undefined;
    let line = lineOf(dataOf(packet));
    if (capabilities === undefined && line.startsWith('want ')) {
      capabilities = new Set(line.slice(45).trim().split(' '));
      line = line.slice(0, 45);
    }
    if (line.startsWith('have ') || !takeLine(read, line.trimEnd()))
      throw badRequest('a fetch has no such line');
  }
  if (read.wants.size === 0) return undefined;
  read.relative = capabilities?.has('deepen-relative') ?? false;
  const rounds: Oid[][] = [];
  let round: Oid[] = [];
  for (let packet = await body.packet(); packet !== undefined; packet = await body.packet()) {
    if (packet === 'flush') {
      rounds.push(round);
      round = [];
      continue;
    }
    const line = lineOf(dataOf(packet));
    if (!/^(?:have |done$)/.test(line) || !takeLine(read, line)) throw badRequest('a fetch has no such line');
    if (read.done) break;
    round.push(line.slice(5));
  }
  if (round.length > 0) rounds.push(round);
  return { request: asked(read, capabilities ?? new Set()), rounds };
}

/** A command of version 2 (gitprotocol-v2). */
export interface CommandV2 {
  readonly name: string;
  readonly args: readonly string[];
}

export async function readCommandV2(body: RequestBody): Promise<CommandV2 | undefined> {
  let name: string | undefined;
  let inArgs = false;
  const args: string[] = [];
  for (;;) {
    const packet = await body.packet();
    if (packet === 'flush' || (packet === undefined && name === undefined)) break;
    if (packet === 'delimiter' && !inArgs) {
      inArgs = true;
      continue;
    }
    const line = lineOf(dataOf(packet));
    if (inArgs) args.push(line);
    else if (line.startsWith('command=') && name === undefined) name = line.slice('command='.length);
    else if (line === 'object-format=sha1' || line.startsWith('agent=') || line.startsWith('session-id='))
      continue;
    else throw badRequest('a command has no such capability');
  }
  return name === undefined ? undefined : { name, args };
}

const flags = ['thin-pack', 'no-progress', 'include-tag', 'ofs-delta', 'wait-for-done'];

export function fetchRequestV2(args: readonly string[]): FetchRequest {
  const read = reading();
  const capabilities = new Set<string>();
  for (const line of args) {
    if (takeLine(read, line)) continue;
    if (line === 'deepen-relative') read.relative = true;
    else if (flags.includes(line)) capabilities.add(line);
    else throw badRequest('a fetch has no such argument');
  }
  if (read.wants.size === 0) throw badRequest('a fetch wants nothing');
  return asked(read, capabilities);
}

function dataOf(packet: Packet | undefined): Buffer {
  if (packet === undefined) throw badRequest('the body ends early');
  if (typeof packet === 'string') throw badRequest(`a ${packet} stands where a line should`);
  return packet;
}
