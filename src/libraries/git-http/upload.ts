import type { Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import { notPacked } from '../packs/store.ts';
import type { LibrariesParts } from '../parts.ts';
import { loadHistory } from '../store/commits.ts';
import { type VisibleRef, visibleRefs } from './advertise.ts';
import { type FetchRequest, fetchRequestV2, readFetchV0 } from './fetch-request.ts';
import { objectsOf, packOf } from './pack-writer.ts';
import { delimiterPacket, flushPacket, onBand, packet } from './pkt-line.ts';
import type { RequestBody } from './request-body.ts';
import { type Cut, cutHistory, type History, historyOf, selectCommits } from './select-commits.ts';
import { readCommits } from './store.ts';
import { storedPart } from './stored-packs.ts';

type Bytes = AsyncGenerator<Buffer>;

interface Fetching {
  readonly parts: LibrariesParts;
  readonly library: Library;
  readonly request: FetchRequest;
  /** Haves that are commits here, in the order they came. */
  readonly common: readonly Oid[];
  readonly cut: Cut;
  readonly pack: () => Bytes;
}

/** Looks everything up that can be refused, so that a reply that has begun also ends well. @throws Problem `git.not_our_ref` 404 */
async function prepare(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
  request: FetchRequest,
): Promise<Fetching> {
  const history = historyOf((oids) => loadHistory(parts.reader, library, oids));
  const refs = await visibleRefs(parts, principal, library);
  const peeled = new Map(
    refs.flatMap(({ oid, peeled: commit }) => (commit === undefined ? [] : [[oid, commit]])),
  );
  // From here on a wanted tag is the commit that it stands for; its own object goes into the pack beside it.
  const wants = [...new Set(request.wants.map((oid) => peeled.get(oid) ?? oid))];
  await refuseUnreachable(parts, library, history, refs, wants);
  const stored = await readCommits(parts.reader, library, [...request.haves, ...request.shallow]);
  const common = request.haves.filter((oid) => stored.has(oid));
  const had = request.shallow.filter((oid) => stored.has(oid));
  const cut = await cutHistory(history, wants, had, request.deepen);
  return {
    parts,
    library,
    request,
    common,
    cut,
    pack: async function* () {
      const { reader } = parts;
      const stored = await storedPart(reader, library, request, wants, common);
      // A client without haves has nothing, wherever its history was cut.
      const owned = common.length === 0 ? [] : had;
      const haves = stored === undefined ? common : [...common, stored.head];
      const wanted = stored?.wants ?? wants;
      const selection = await selectCommits(history, wanted, haves, cut.ends, new Set(owned));
      const sent = [...selection.commits, ...((await stored?.brings([...peeled.values()])) ?? [])];
      const tags = tagsToSend(request, peeled, new Set(sent));
      const objects = await objectsOf(reader, library, selection);
      const others =
        stored === undefined ? objects : await notPacked(reader, library, objects, stored.entries.upTo);
      yield* packOf(reader, library, stored?.entries, [...tags, ...others]);
    },
  };
}

/** Annotated tags that were asked for, and with `include-tag` those of the commits that are sent. */
function tagsToSend(
  { wants, capabilities }: FetchRequest,
  peeled: ReadonlyMap<Oid, Oid>,
  sent: ReadonlySet<Oid>,
): Oid[] {
  const wanted = new Set(wants);
  const follow = capabilities.has('include-tag');
  return [...peeled].flatMap(([oid, commit]) =>
    wanted.has(oid) || (follow && sent.has(commit)) ? [oid] : [],
  );
}

/** What may be fetched is what hangs on a visible branch or tag; it may have moved on since the client looked. */
async function refuseUnreachable(
  parts: LibrariesParts,
  library: Library,
  history: History,
  refs: readonly VisibleRef[],
  wants: readonly Oid[],
): Promise<void> {
  const tips = [...new Set(refs.map(({ oid, peeled }) => peeled ?? oid))];
  const others = wants.filter((oid) => !tips.includes(oid));
  const stored = await readCommits(parts.reader, library, others);
  const unknown = others.find((oid) => !stored.has(oid));
  if (unknown !== undefined) throw notOurRef(unknown);
  const none = new Set<Oid>();
  const beyond = new Set((await selectCommits(history, others, tips, none, none)).commits);
  const hidden = others.find((oid) => beyond.has(oid));
  if (hidden !== undefined) throw notOurRef(hidden);
}

function notOurRef(oid: Oid): Problem {
  return new Problem({
    code: 'git.not_our_ref',
    status: 404,
    detail: `No branch or tag that you may read holds ${oid}. Fetch again.`,
  });
}

/** Answers a fetch of version 0. Undefined: nothing was asked. */
export async function uploadV0(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
  body: RequestBody,
): Promise<Bytes | undefined> {
  const read = await readFetchV0(body);
  if (read === undefined) return undefined;
  const fetching = await prepare(parts, principal, library, read.request);
  return answerV0(fetching, read.rounds);
}

/** The negotiation as git's own upload-pack has it: `ACK … common` for each, `ready` as soon as there is any, `NAK` at a flush. */
async function* answerV0(
  { request, common, cut, pack }: Fetching,
  rounds: readonly (readonly Oid[])[],
): Bytes {
  if (request.deepen !== undefined) yield Buffer.concat([...cutLines(cut), flushPacket]);
  const known = new Set(common);
  const detailed = request.capabilities.has('multi_ack_detailed');
  const replies: Buffer[] = [];
  let last: Oid | undefined;
  let finished = request.done;
  for (const [index, round] of rounds.entries()) {
    for (const oid of round) {
      if (!known.has(oid)) continue;
      if (detailed) replies.push(packet(`ACK ${oid} common\n`));
      else if (last === undefined) replies.push(packet(`ACK ${oid}\n`));
      last = oid;
    }
    const flushed = index < rounds.length - 1 || !request.done;
    if (!flushed) continue;
    if (detailed && last !== undefined) replies.push(packet(`ACK ${last} ready\n`));
    if (detailed || last === undefined) replies.push(packet('NAK\n'));
    if (detailed && last !== undefined && request.capabilities.has('no-done')) {
      finished = true;
      break;
    }
  }
  if (finished) {
    if (last === undefined) replies.push(packet('NAK\n'));
    else if (detailed) replies.push(packet(`ACK ${last}\n`));
  }
  yield Buffer.concat(replies);
  if (!finished) return;
  const banded = request.capabilities.has('side-band-64k') || request.capabilities.has('side-band');
  for await (const piece of pack()) {
    if (banded) yield* banded64(piece, request.capabilities.has('side-band-64k'));
    else yield piece;
  }
  if (banded) yield flushPacket;
}

/** `side-band` allows packets of 1000 bytes, `side-band-64k` of 65520. */
function* banded64(piece: Buffer, large: boolean): Generator<Buffer> {
  if (large) yield* onBand(1, piece);
  else for (let at = 0; at < piece.length; at += 990) yield* onBand(1, piece.subarray(at, at + 990));
}

function cutLines({ shallow, unshallow }: Cut): Buffer[] {
  return [
    ...shallow.map((oid) => packet(`shallow ${oid}`)),
    ...unshallow.map((oid) => packet(`unshallow ${oid}`)),
  ];
}

/** Answers the `fetch` command of version 2. */
export async function uploadV2(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
  args: readonly string[],
): Promise<Bytes> {
  return answerV2(await prepare(parts, principal, library, fetchRequestV2(args)));
}

async function* answerV2({ request, common, cut, pack }: Fetching): Bytes {
  if (!request.done) {
    const acks = common.map((oid) => packet(`ACK ${oid}\n`));
    const ready = common.length > 0 && !request.capabilities.has('wait-for-done');
    yield Buffer.concat([
      packet('acknowledgments\n'),
      ...(acks.length === 0 ? [packet('NAK\n')] : acks),
      ...(ready ? [packet('ready\n'), delimiterPacket] : [flushPacket]),
    ]);
    if (!ready) return;
  }
  if (request.deepen !== undefined)
    yield Buffer.concat([packet('shallow-info\n'), ...cutLines(cut), delimiterPacket]);
  yield packet('packfile\n');
  for await (const piece of pack()) yield* onBand(1, piece);
  yield flushPacket;
}
