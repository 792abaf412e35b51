/**
 * How long the offline verifier takes for a whole log, and how much memory: `node test/bench/verify-export.ts [entries]`.
 * The export is written to a temporary file first, then read back as `countersign ledger verify` would, in one process.
 */
import { generateKeyPairSync } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { linesOf, verifyExport } from '../../clients/sdk/src/verify/index.ts';
import { appendLeaves, emptyFrontier, frontierRoot } from '../../src/ledger/frontier.ts';
import { leafHash, newTileHashes } from '../../src/ledger/merkle.ts';
import { checkpointText, noteSigner, signNote, verifierKey } from '../../src/ledger/note.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const batch = 1000;
const organization = 'org_01k0000000000000000000000a';
const origin = `bench.example/ledger/${organization}`;
const signer = noteSigner(origin, generateKeyPairSync('ed25519').privateKey);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** About as long as an execution's entry: 700 bytes. */
function leaf(index: number): Uint8Array {
  const id = String(index).padStart(26, '0');
  const digest = base64(leafHash(Buffer.from(id)));
  const actor = { id: `app_${id}`, kind: 'app' };
  const data = {
    cost: index,
    input: digest,
    model: 'simulated/small',
    output: digest,
    policy: digest,
    prompt: digest,
    verdict: 'permit',
    version: `support/summarize@${index % 40}`,
    witness: digest,
  };
  const subject = { id: `exe_${id}`, kind: 'execution' };
  const at = new Date(1_767_225_600_000 + index).toISOString();
  return Buffer.from(
    JSON.stringify({
      action: 'execution.record',
      actor,
      at,
      data,
      id: `ent_${id}`,
      organization,
      subject,
      v: 1,
    }),
  );
}

const levels: Uint8Array[][] = [[]];
let frontier = emptyFrontier;
const signHead = (): string =>
  signNote(checkpointText({ origin, treeSize: frontier.size, rootHash: frontierRoot(frontier) }), signer);

async function* body(): AsyncGenerator<string> {
  for (let start = 0; start < count; start += batch) {
    const leaves = Array.from({ length: Math.min(batch, count - start) }, (_, i) => leaf(start + i));
    const hashes = leaves.map(leafHash);
    const tiles = await newTileHashes(start, hashes, async (level, from, n) =>
      (levels[level] ?? []).slice(from, from + n),
    );
    levels[0]?.push(...hashes);
    for (const { level, hash } of tiles) {
      levels[level] ??= [];
      levels[level].push(hash);
    }
    frontier = appendLeaves(frontier, hashes);
    let text = '';
    for (const [i, bytes] of leaves.entries()) {
      const index = start + i;
      text += `{"hash":"${base64(hashes[i] ?? bytes)}","index":${index},"leaf":"${base64(bytes)}"}\n`;
      for (const tile of tiles.filter((it) => (it.index + 1) * 256 ** it.level === index + 1))
        text += `{"tile":{"hash":"${base64(tile.hash)}","index":${tile.index},"level":${tile.level}}}\n`;
    }
    yield `${text}${JSON.stringify({ checkpoint: signHead() })}\n`;
  }
}

const seconds = (sinceMs: number): string => ((performance.now() - sinceMs) / 1000).toFixed(1);
const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
try {
  const file = join(folder, 'export.jsonl');
  const written = performance.now();
  await pipeline(Readable.from(body()), createWriteStream(file));
  const header = JSON.stringify({
    checkpoint: signHead(),
    format: 'countersign.export/1',
    key: verifierKey(signer),
    origin,
  });
  levels.length = 0;
  console.log(
    `wrote ${count} entries, ${Math.round((await stat(file)).size / 1e6)} MB, in ${seconds(written)} s`,
  );
  async function* chunks(): AsyncGenerator<Uint8Array | string> {
    yield `${header}\n`;
    yield* createReadStream(file, { highWaterMark: 1 << 18 });
  }
  let peak = 0;
  const onProgress = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const started = performance.now();
  const cpuBefore = process.cpuUsage();
  const { ok } = await verifyExport(linesOf(chunks()), { key: verifierKey(signer), onProgress });
  const cpu = process.cpuUsage(cpuBefore);
  console.log(
    `verified (${ok ? 'ok' : 'refused'}) in ${seconds(started)} s (${((cpu.user + cpu.system) / 1e6).toFixed(1)} s of processor), peak memory ${Math.round(peak / 1e6)} MB`,
  );
} finally {
  await rm(folder, { recursive: true });
}
