import type { HostList } from '../../../platform/host-list.ts';
import { Problem } from '../../../platform/problem.ts';
import type { GitObject, Oid } from '../../git/index.ts';
import { fileLimits } from '../../library.ts';
import { readPack } from '../pack-reader.ts';
import { turnstile } from '../turnstile.ts';
import {
  fetchCommand,
  leavesOutLargeFiles,
  lsRefsCommand,
  readCapabilities,
  readRefs,
} from './advertised.ts';
import { type Connection, connectionFailure, connectTo } from './connection.ts';
import { commitAt, filesOf, type RemoteFile, type Snapshot } from './files-of.ts';
import { type RemoteLimits, remoteLimits } from './limits.ts';
import { packOf } from './pack-of.ts';
import { packetsOf } from './packets.ts';
import { remoteProblems } from './problems.ts';
import { readRemoteUrl } from './remote-url.ts';

export interface RemoteRequest {
  /** `https://host[:port]/path`, of a host on the list. */
  readonly url: string;
  /** A branch or a tag, or its whole name (`refs/…`); without, what HEAD stands at. */
  readonly ref?: string | undefined;
  /** Only what is under this folder; paths are then from there. */
  readonly folder?: string | undefined;
  /** `TOKEN` or `NAME:TOKEN`, sent to this host and kept nowhere. */
  readonly token?: string | undefined;
}

export interface RemoteFiles {
  /** `git.example.com:8443/team/prompts.git`: what may be written down of the address. */
  readonly from: string;
  readonly commit: Oid;
  readonly files: readonly RemoteFile[];
}

const oneOfFew = turnstile(remoteLimits.atOnce, remoteLimits.waiting);

/**
 * Reads the files of one commit of a git repository on a host of the list, by git's own protocol (version 2, smart HTTP, depth 1).
 * What the server sends is trusted in nothing: see `limits.ts`, and every object is named by its own bytes.
 * @throws Problem `library.import.host_not_allowed`, `library.import.git_…` (see `problems.ts`), `git.busy` 503
 */
export function fetchRemoteFiles(
  hosts: HostList,
  request: RemoteRequest,
  limits: RemoteLimits = remoteLimits,
): Promise<RemoteFiles> {
  const url = readRemoteUrl(request.url, hosts);
  return oneOfFew(async () => {
    const signal = AbortSignal.timeout(limits.totalMs);
    const connection = connectTo(url, request.token, signal, limits);
    let fetched: Fetched;
    try {
      fetched = await fetchPack(connection, request.ref, limits);
    } catch (error) {
      throw connectionFailure(error, signal, limits);
    } finally {
      await connection.close();
    }
    const { want, pack, mayLack } = fetched;
    const snapshot: Snapshot = {
      objects: await objectsOf(pack),
      maxFileBytes: fileLimits.bytesPerFile,
      mayLack,
    };
    const { commit, tree } = commitAt(snapshot, want, limits);
    const files = filesOf(snapshot, tree, request.folder ?? '', limits);
    return { from: url.host + url.path, commit, files };
  });
}

interface Fetched {
  readonly want: Oid;
  readonly pack: Buffer;
  readonly mayLack: boolean;
}

async function fetchPack(
  connection: Connection,
  ref: string | undefined,
  limits: RemoteLimits,
): Promise<Fetched> {
  const capabilities = await readCapabilities(
    packetsOf(await connection.advertisement(), limits.advertisementBytes),
  );
  const listed = await connection.command(lsRefsCommand(capabilities, ref));
  const want = await readRefs(packetsOf(listed, limits.refsBytes), ref);
  const answer = await connection.command(fetchCommand(capabilities, want, fileLimits.bytesPerFile));
  const pack = await packOf(packetsOf(answer, limits.packBytes + limits.wrappingBytes), limits.packBytes);
  return { want, pack, mayLack: leavesOutLargeFiles(capabilities) };
}

/** The pack's own limits hold (`gitLimits`); what they say to who pushes is said here in the words of an import. */
async function objectsOf(pack: Buffer): Promise<ReadonlyMap<Oid, GitObject>> {
  try {
    return await readPack(pack, async () => new Map());
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'git.too_large')
      throw remoteProblems.tooLarge(
        'it has a file over 1 MiB, more than 20,000 files and folders, or over 96 MiB of them',
      );
    throw remoteProblems.badAnswer('its pack is damaged');
  }
}
