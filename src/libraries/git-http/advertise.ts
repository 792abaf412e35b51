import { type Principal, permits } from '../../access/index.ts';
import type { Library } from '../libraries.ts';
import { protectedBranch, resourceOf } from '../library.ts';
import type { LibrariesParts } from '../parts.ts';
import { flushPacket, packet } from './pkt-line.ts';
import { type RefRow, readRefs } from './store.ts';

export type Service = 'git-upload-pack' | 'git-receive-pack';

const agent = 'agent=countersign';
const head = `refs/heads/${protectedBranch}`;

/** The branches that the principal may read: unpublished work needs `branch.list`, `main` does not. */
export async function visibleRefs(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
): Promise<RefRow[]> {
  const refs = await readRefs(parts.reader, library);
  if (permits(principal, 'branch.list', resourceOf(library))) return refs;
  return refs.filter(({ branch }) => branch === protectedBranch);
}

const capabilities: Readonly<Record<Service, string>> = {
  'git-upload-pack': `multi_ack_detailed no-done side-band side-band-64k shallow deepen-relative no-progress include-tag ofs-delta thin-pack allow-tip-sha1-in-want symref=HEAD:${head} object-format=sha1 ${agent}`,
  'git-receive-pack': `report-status delete-refs atomic push-options ofs-delta side-band-64k quiet object-format=sha1 ${agent}`,
};

/** The refs as version 0 lists them (gitprotocol-http, "Smart Server Response"). */
export function advertisement(service: Service, refs: readonly RefRow[]): Buffer {
  const main = refs.find(({ branch }) => branch === protectedBranch);
  const named = refs.map(({ branch, oid }) => `${oid} refs/heads/${branch}`);
  const lines = service === 'git-upload-pack' && main !== undefined ? [`${main.oid} HEAD`, ...named] : named;
  const [first = `${'0'.repeat(40)} capabilities^{}`, ...more] = lines;
  return Buffer.concat([
    packet(`# service=${service}\n`),
    flushPacket,
    packet(`${first}\0${capabilities[service]}\n`),
    ...more.map((line) => packet(`${line}\n`)),
    flushPacket,
  ]);
}

/** What version 2 can do (gitprotocol-v2, "Capability Advertisement"). */
export function advertisementV2(): Buffer {
  const lines = ['version 2', agent, 'ls-refs', 'fetch=shallow', 'object-format=sha1'];
  return Buffer.concat([...lines.map((line) => packet(`${line}\n`)), flushPacket]);
}

/** The answer to `ls-refs` (gitprotocol-v2). */
export function listRefs(refs: readonly RefRow[], args: readonly string[]): Buffer {
  const prefixes = args.flatMap((arg) =>
    arg.startsWith('ref-prefix ') ? [arg.slice('ref-prefix '.length)] : [],
  );
  // A prefix is a wish to be told less; as git does, too many of them are none.
  const all = prefixes.length === 0 || prefixes.length > 2_000;
  const wanted = (name: string) => all || prefixes.some((prefix) => name.startsWith(prefix));
  const main = refs.find(({ branch }) => branch === protectedBranch);
  const symref = args.includes('symrefs') ? ` symref-target:${head}` : '';
  const lines = [
    ...(main !== undefined && wanted('HEAD') ? [`${main.oid} HEAD${symref}`] : []),
    ...refs
      .filter(({ branch }) => wanted(`refs/heads/${branch}`))
      .map(({ branch, oid }) => `${oid} refs/heads/${branch}`),
  ];
  return Buffer.concat([...lines.map((line) => packet(`${line}\n`)), flushPacket]);
}
