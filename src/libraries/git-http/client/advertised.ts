import { type Oid, oidPattern } from '../../git/index.ts';
import { delimiterPacket, flushPacket, lineOf, type Packet, packet } from '../pkt-line.ts';
import { remoteProblems } from './problems.ts';

/** What a server can do (gitprotocol-v2, "Capability Advertisement"): name → value, empty without one. */
export type Capabilities = ReadonlyMap<string, string>;

const words = 200;

/**
 * Reads the capabilities of version 2. Over HTTP they may follow a line that names the service.
 * @throws Problem `library.import.git_not_a_repository` 422 when it is version 2 of nothing
 */
export async function readCapabilities(packets: AsyncIterable<Packet>): Promise<Capabilities> {
  const lines: string[] = [];
  let isNamed = false;
  for await (const one of packets) {
    if (one === 'flush') {
      if (lines.length > 0 || !isNamed) break;
      continue;
    }
    if (typeof one === 'string' || lines.length > words) throw remoteProblems.notGit();
    const line = lineOf(one);
    if (line === '# service=git-upload-pack' && lines.length === 0) isNamed = true;
    else lines.push(line);
  }
  const [version, ...rest] = lines;
  if (version !== 'version 2') throw remoteProblems.notGit();
  const found = new Map(
    rest.map((line) => {
      const [name = '', ...value] = line.split('=');
      return [name, value.join('=')] as const;
    }),
  );
  const format = found.get('object-format') ?? 'sha1';
  if (!found.has('ls-refs') || !found.has('fetch')) throw remoteProblems.notGit();
  if (format !== 'sha1') throw remoteProblems.badAnswer('its objects are not named by SHA-1');
  return found;
}

/** The names that a person may mean by a ref, the first that is there wins: a branch before a tag, as `git clone --branch` has it. */
export function namesOfRef(ref: string | undefined): readonly string[] {
  if (ref === undefined || ref === 'HEAD') return ['HEAD'];
  return ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
}

/** A command of version 2: its name, what is said about both sides, its arguments. */
function command(name: string, capabilities: Capabilities, args: readonly string[]): Buffer {
  const both = [
    `command=${name}`,
    ...(capabilities.has('agent') ? ['agent=countersign'] : []),
    ...(capabilities.has('object-format') ? ['object-format=sha1'] : []),
  ];
  const lines = (texts: readonly string[]) => texts.map((text) => packet(`${text}\n`));
  return Buffer.concat([...lines(both), delimiterPacket, ...lines(args), flushPacket]);
}

export function lsRefsCommand(capabilities: Capabilities, ref: string | undefined): Buffer {
  const prefixes = namesOfRef(ref).map((name) => `ref-prefix ${name}`);
  return command('ls-refs', capabilities, ['peel', ...prefixes]);
}

/** Asks for one commit without its history, and, where the server can, without files over `maxFileBytes`. */
export function fetchCommand(capabilities: Capabilities, want: Oid, maxFileBytes: number): Buffer {
  const filter = leavesOutLargeFiles(capabilities) ? [`filter blob:limit=${maxFileBytes + 1}`] : [];
  return command('fetch', capabilities, [
    'ofs-delta',
    'no-progress',
    ...filter,
    'deepen 1',
    `want ${want}`,
    'done',
  ]);
}

export const leavesOutLargeFiles = (capabilities: Capabilities): boolean =>
  (capabilities.get('fetch') ?? '').split(' ').includes('filter');

/**
 * Finds the wanted ref in the answer to `ls-refs`.
 * @throws Problem `library.import.git_ref_not_found` 422, `library.import.git_bad_answer` 502
 */
export async function readRefs(packets: AsyncIterable<Packet>, ref: string | undefined): Promise<Oid> {
  const names = namesOfRef(ref);
  const found = new Map<string, Oid>();
  for await (const one of packets) {
    if (one === 'flush') break;
    if (typeof one === 'string') throw remoteProblems.badAnswer('a list of refs has parts');
    const line = lineOf(one);
    if (line.startsWith('ERR ')) throw remoteProblems.badAnswer('it is an error');
    const [oid = '', name = ''] = line.split(' ', 2);
    if (oid === 'unborn') continue;
    if (!oidPattern.test(oid)) throw remoteProblems.badAnswer('a ref has no object');
    if (names.includes(name)) found.set(name, oid);
  }
  const oid = names.map((name) => found.get(name)).find((one) => one !== undefined);
  if (oid === undefined) throw remoteProblems.refNotFound(names.includes('HEAD'));
  return oid;
}
