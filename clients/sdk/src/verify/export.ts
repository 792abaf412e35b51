import { encodeHex } from './bytes.ts';
import { openCheckpoint, openLog } from './checkpoint.ts';
import { sizeOf } from './continuation.ts';
import { type TrustedWitnesses, WitnessCount, type Witnessed } from './cosignature.ts';
import type { Entry } from './entry.ts';
import { parseHeader, parseLine } from './export-line.ts';
import { KeyChain, rotationAction } from './key-chain.ts';
import { expectKeys } from './proven.ts';
import { ReceiptCheck } from './receipt.ts';
import { answering, type Refusal } from './refusal.ts';
import { Replay } from './replay.ts';

export type ExportOptions = {
  /** One of the log's vkeys, got by another way than the export. */
  key?: string;
  /** A signed checkpoint of this log that the caller kept: the export must contain its tree. */
  earlierCheckpoint?: string;
  /** A receipt that an execution’s caller was given: the log must have its entry. */
  receipt?: string;
  /** Witnesses, of whom enough must have cosigned some checkpoint in the file. */
  witnesses?: TrustedWitnesses;
  /** Refuse an id that occurs twice (default true); costs up to 64 bytes of memory an entry. */
  checkIds?: boolean;
  /** Called every ten thousand entries and at the end. */
  onProgress?: (progress: { entries: number; treeSize: number }) => void;
};

/** `pinned` as in `BundleAnswer`; `checkpoints` counts the signed checkpoints in the file that agreed, the head included. */
export type ExportAnswer =
  | {
      ok: true;
      origin: string;
      treeSize: number;
      rootHash: string;
      key: string;
      pinned: boolean;
      checkpoints: number;
      /** The receipt's entry, when one was given. */
      receipt?: { entry: string; index: number };
      /** The largest tree that enough of the caller's witnesses cosigned. */
      witnessed?: Witnessed;
      /** Losses of history that an operator accepted, as the log itself says. */
      rollbacks?: AcceptedRollback[];
    }
  | Refusal;

/** That entries were lost and the log went on without them: from `keptSize` on, where somebody remembered `lostSize`. */
export type AcceptedRollback = { index: number; at: string; lostSize: number; keptSize: number };

const rollbackAction = 'ledger.accept_rollback';

function rollbackIn({ at, data }: Entry, index: number): AcceptedRollback {
  return { index, at, lostSize: Number(data.lostSize), keptSize: Number(data.keptSize) };
}

const progressEvery = 10_000;

/**
 * Verifies a whole log from the lines of an export (docs/formats.md, "Export"): every entry's bytes, hash, form, organization and id,
 * every stored tile hash, every signed checkpoint, and the root that the header's checkpoint signed. Names the first bad index.
 * Reads one line at a time and keeps none. Never throws for what a file may hold; what `lines` throws passes through.
 */
export function verifyExport(
  lines: AsyncIterable<string> | Iterable<string>,
  options: ExportOptions = {},
): Promise<ExportAnswer> {
  return answering(async () => {
    const source = iterate(lines);
    const first = await source.next();
    const claim = parseHeader(first.done ? '' : first.value);
    const rotated = claim.firstKey !== undefined;
    const { head, organization } = await openLog(claim, rotated ? undefined : options.key);
    const chain = new KeyChain(claim.firstKey ?? claim.key);
    const { earlierCheckpoint: held, checkIds = true, onProgress } = options;
    const promise = options.receipt === undefined ? undefined : new ReceiptCheck(options.receipt);
    const replay = new Replay(head, held === undefined ? undefined : sizeOf(held), organization, checkIds);
    const witnesses = options.witnesses === undefined ? undefined : new WitnessCount(options.witnesses);
    await witnesses?.see(claim.checkpoint, head.treeSize);
    const rollbacks: AcceptedRollback[] = [];
    let checkpoints = 1;
    for (let item = await source.next(); !item.done; item = await source.next()) {
      const line = parseLine(item.value, replay.size);
      if (line.kind === 'entry') {
        const entry = replay.entry(line);
        promise?.see(line, entry);
        if (entry.action === rollbackAction) rollbacks.push(rollbackIn(entry, line.index));
        if (entry.action === rotationAction) await chain.rotate(entry, line.index);
        if (replay.size % progressEvery === 0)
          onProgress?.({ entries: replay.size, treeSize: head.treeSize });
      } else if (line.kind === 'tile') {
        replay.tile(line);
      } else {
        const checkpoint = await openCheckpoint(line.note, chain.at(replay.size).key);
        replay.checkpoint(checkpoint);
        await witnesses?.see(line.note, checkpoint.treeSize);
        checkpoints += 1;
      }
    }
    replay.finish();
    expectKeys(chain, head.treeSize, claim.key, options.key);
    if (held !== undefined) replay.finishHeld(await openCheckpoint(held, chain.at(sizeOf(held)).key));
    onProgress?.({ entries: replay.size, treeSize: head.treeSize });
    const receipt = await promise?.finish(chain, claim.origin, head.treeSize);
    const witnessed = witnesses?.finish();
    const { origin, treeSize, rootHash } = head;
    const pinned = options.key !== undefined;
    return {
      ok: true,
      origin,
      treeSize,
      rootHash: encodeHex(rootHash),
      key: claim.key,
      pinned,
      checkpoints,
      ...(receipt === undefined ? {} : { receipt }),
      ...(witnessed === undefined ? {} : { witnessed }),
      ...(rollbacks.length === 0 ? {} : { rollbacks }),
    };
  });
}

function iterate(lines: AsyncIterable<string> | Iterable<string>): AsyncIterator<string> | Iterator<string> {
  return Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]();
}

/**
 * Cuts a stream of bytes (a file, a response's body) or text into lines, without their newlines. A last line that lacks one is a line
 * too. Bytes that are not UTF-8 become replacement characters, which no line of an export has where it matters and none may add.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  for await (const chunk of chunks) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
