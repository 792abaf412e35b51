import { type Principal, permits } from '../../access/index.ts';
import type { Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import { protectedBranch, resourceOf } from '../library.ts';
import type { LibrariesParts } from '../parts.ts';
import { readTags } from '../store/git-tags.ts';
import { flushPacket, packet } from './pkt-line.ts';
import { readRefs } from './store.ts';

export type Service = 'git-upload-pack' | 'git-receive-pack';

/** A branch or a tag as git names it. */
export interface VisibleRef {
  /** `refs/heads/…` or `refs/tags/…`. */
  readonly name: string;
  readonly oid: Oid;
  /** The commit that an annotated tag stands for; undefined for what stands at a commit itself. */
  readonly peeled: Oid | undefined;
}

const agent = 'agent=countersign';
const head = `refs/heads/${protectedBranch}`;

/**
 * The branches and tags that the principal may read, sorted. Unpublished work needs `branch.list`: who lacks it sees `main` and the
 * tags on what was published, as `openRef` has it.
 */
export async function visibleRefs(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
): Promise<VisibleRef[]> {
  const all = permits(principal, 'branch.list', resourceOf(library));
  const branches = await readRefs(parts.reader, library);
  const tags = await readTags(parts.reader, library, all ? 'all' : 'published');
  return [
    ...branches
      .filter(({ branch }) => all || branch === protectedBranch)
      .map(({ branch, oid }) => ({ name: `refs/heads/${branch}`, oid, peeled: undefined })),
    ...tags.map(({ name, commit, object }) => ({
      name: `refs/tags/${name}`,
      oid: object ?? commit,
      peeled: object === null ? undefined : commit,
    })),
  ];
}

const capabilities: Readonly<Record<Service, string>> = {
  'git-upload-pack': `multi_ack_detailed no-done side-band side-band-64k shallow deepen-relative no-progress include-tag ofs-delta thin-pack allow-tip-sha1-in-want symref=HEAD:${head} object-format=sha1 ${agent}`,
  'git-receive-pack': `report-status delete-refs atomic push-options ofs-delta side-band-64k quiet object-format=sha1 ${agent}`,
};

/** The refs as version 0 lists them (gitprotocol-http, "Smart Server Response"). */
export function advertisement(service: Service, refs: readonly VisibleRef[]): Buffer {
  const main = refs.find(({ name }) => name === head);
  // Who fetches is told what a tag stands for, who pushes is not: as git does.
  const fetching = service === 'git-upload-pack';
  const named = refs.flatMap(({ name, oid, peeled }) =>
    fetching && peeled !== undefined ? [`${oid} ${name}`, `${peeled} ${name}^{}`] : [`${oid} ${name}`],
  );
  const lines = fetching && main !== undefined ? [`${main.oid} HEAD`, ...named] : named;
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
export function listRefs(refs: readonly VisibleRef[], args: readonly string[]): Buffer {
  const prefixes = args.flatMap((arg) =>
    arg.startsWith('ref-prefix ') ? [arg.slice('ref-prefix '.length)] : [],
  );
  // A prefix is a wish to be told less; as git does, too many of them are none.
  const all = prefixes.length === 0 || prefixes.length > 2_000;
  const wanted = (name: string) => all || prefixes.some((prefix) => name.startsWith(prefix));
  const main = refs.find(({ name }) => name === head);
  const symref = args.includes('symrefs') ? ` symref-target:${head}` : '';
  const peel = args.includes('peel');
  const lines = [
    ...(main !== undefined && wanted('HEAD') ? [`${main.oid} HEAD${symref}`] : []),
    ...refs
      .filter(({ name }) => wanted(name))
      .map(
        ({ name, oid, peeled }) => `${oid} ${name}${peel && peeled !== undefined ? ` peeled:${peeled}` : ''}`,
      ),
  ];
  return Buffer.concat([...lines.map((line) => packet(`${line}\n`)), flushPacket]);
}
