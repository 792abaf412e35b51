import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildGoProgram } from '../support/go-program.ts';
import { startHouse, type TestHouse } from '../support/house.ts';
import { fill, untilSigned } from '../support/test-log.ts';

/** golang.org/x/mod/sumdb, which nobody here wrote, reads the log as its users would: through the API, with an auditor's key. */
const folder = fileURLToPath(new URL('outside-verifier/', import.meta.url));
const program = await buildGoProgram(folder);

interface Case {
  readonly Kind: 'checkpoint' | 'cosigned' | 'inclusion' | 'consistency' | 'tiles';
  readonly Key?: string;
  readonly Checkpoint?: string;
  readonly Older?: string;
  readonly Witness?: string;
  readonly Index?: number;
  readonly Leaf?: string;
  readonly Proof?: readonly string[];
  readonly Indexes?: readonly number[];
}

const headSchema = z.object({ checkpoint: z.string(), key: z.string(), treeSize: z.number() });
const consistencySchema = z.object({
  older: z.string(),
  newer: z.string(),
  key: z.string(),
  proof: z.array(z.string()),
});
const bundleSchema = z.object({
  checkpoint: z.string(),
  key: z.string(),
  entries: z.tuple([z.object({ index: z.number(), leaf: z.string(), proof: z.array(z.string()) })]),
});

const refusal = /invalid transparency proof|tlog: invalid|downloaded inconsistent tile/;

let house: TestHouse;
let older: z.infer<typeof headSchema>;
let head: z.infer<typeof headSchema>;

beforeAll(async () => {
  house = await startHouse();
  await fill(house.house.ledger, house.northwind.id, 300);
  older = await readHead();
  await fill(house.house.ledger, house.northwind.id, 777);
  head = await readHead();
});
afterAll(async () => {
  await house.close();
  if (program !== undefined) await rm(dirname(program), { recursive: true, force: true });
});

const auditor = () => house.northwind.people.auditor.key;

async function readHead() {
  await untilSigned(house.house.ledger);
  return headSchema.parse(await house.done(auditor(), 'ledger.head'));
}

/** What Go answers to each case: an empty text for what it accepts. */
async function go(cases: readonly Case[]): Promise<readonly string[]> {
  const input = cases.map((item) => ({
    Key: head.key,
    Checkpoint: head.checkpoint,
    Address: `${house.address}/ledger/northwind/`,
    Authorization: `Bearer ${auditor()}`,
    ...item,
  }));
  const running = promisify(execFile)(program ?? '', [], { timeout: 30_000 });
  running.child.stdin?.end(JSON.stringify(input));
  return z.array(z.string()).parse(JSON.parse((await running).stdout));
}

const inclusion = async (): Promise<Case> => {
  const [entry] = await house.house.ledger.list(house.northwind.id, { limit: 1, beforeIndex: 555 });
  const bundle = bundleSchema.parse(
    await house.done(auditor(), 'entry.prove', { params: { entry: entry?.entry.id ?? '' } }),
  );
  const [{ index, leaf, proof }] = bundle.entries;
  return {
    Kind: 'inclusion',
    Key: bundle.key,
    Checkpoint: bundle.checkpoint,
    Index: index,
    Leaf: leaf,
    Proof: proof,
  };
};

const consistency = async (): Promise<Case> => {
  const query = { since: String(older.treeSize) };
  const file = consistencySchema.parse(await house.done(auditor(), 'ledger.prove', { query }));
  return {
    Kind: 'consistency',
    Key: file.key,
    Older: file.older,
    Checkpoint: file.newer,
    Proof: file.proof,
  };
};

/** Base64 with one bit of its first byte turned. */
function flipped(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return bytes.toString('base64');
}

describe.skipIf(program === undefined)('Go’s note and tlog', () => {
  it('accept our checkpoints, tiles, entries and proofs, all read from the API', async () => {
    const last = head.treeSize - 1;
    const cases: Case[] = [
      { Kind: 'checkpoint' },
      { Kind: 'checkpoint', Checkpoint: older.checkpoint },
      await inclusion(),
      await consistency(),
      { Kind: 'tiles', Older: older.checkpoint, Indexes: [0, 255, 256, 511, 700, last] },
      { Kind: 'tiles', Checkpoint: older.checkpoint, Indexes: [0, older.treeSize - 1] },
    ];
    expect(await go(cases)).toEqual(cases.map(() => ''));
  });

  it('refuse a checkpoint of which size, root, origin or signature was changed', async () => {
    const [origin = '', size = '', root = ''] = head.checkpoint.split('\n');
    const forged = [
      head.checkpoint.replace(`\n${size}\n`, `\n${Number(size) + 1}\n`),
      head.checkpoint.replace(root, flipped(root)),
      head.checkpoint.replaceAll(origin, `${origin}x`),
      older.checkpoint.replace(/— .*/, head.checkpoint.slice(head.checkpoint.indexOf('— ')).trim()),
    ];
    for (const answer of await go(forged.map((Checkpoint) => ({ Kind: 'checkpoint', Checkpoint }))))
      expect(answer).toMatch(/invalid signature|no verifiable signatures/);
  });

  it('accept a checkpoint that our witness cosigned, and refuse one with another time, key or text', async () => {
    const { ledger } = house.house;
    const by = { kind: 'system', id: 'test' } as const;
    const { witness: Witness } = await ledger.cosigning.add(house.fabrikam.id, by, head.key);
    const raw = `old 0\n\n${head.checkpoint}`;
    const reply = await house.ask('POST', `/witness/${house.fabrikam.id}/add-checkpoint`, { raw });
    expect(reply.status).toBe(200);
    const Checkpoint = `${head.checkpoint}${reply.text}`;
    const [, name = '', material = ''] = reply.text.trim().split(' ');
    const line = Buffer.from(material, 'base64');
    line[11] = (line[11] ?? 0) ^ 1;
    const later = `${head.checkpoint}— ${name} ${line.toString('base64')}\n`;
    const cases: Case[] = [
      { Kind: 'cosigned', Witness, Checkpoint },
      // Who does not know the witness is not disturbed by its line.
      { Kind: 'checkpoint', Checkpoint },
      { Kind: 'cosigned', Witness, Checkpoint: later },
      { Kind: 'cosigned', Witness, Checkpoint: `${older.checkpoint}${reply.text}` },
      { Kind: 'cosigned', Witness, Checkpoint: head.checkpoint },
    ];
    expect(await go(cases)).toEqual([
      ...['', ''],
      ...[expect.stringContaining('invalid signature'), expect.stringContaining('invalid signature')],
      '1 signatures verified',
    ]);
  });

  it('refuse a proof of another entry, at another place, with another hash or under another head', async () => {
    const honest = await inclusion();
    const { Index = 0, Leaf = '', Proof = [] } = honest;
    const [first = '', ...rest] = Proof;
    const forged: Case[] = [
      { ...honest, Leaf: flipped(Leaf) },
      { ...honest, Index: Index + 1 },
      { ...honest, Proof: [flipped(first), ...rest] },
      { ...honest, Proof: rest },
      { ...honest, Checkpoint: older.checkpoint },
    ];
    for (const answer of await go(forged)) expect(answer).toMatch(refusal);
  });

  it('refuse a consistency proof that was altered, or is about other trees', async () => {
    const honest = await consistency();
    const { Proof = [] } = honest;
    const [first = '', ...rest] = Proof;
    const forged: Case[] = [
      { ...honest, Proof: [flipped(first), ...rest] },
      { ...honest, Proof: rest },
      { ...honest, Proof: [...Proof, first] },
      { ...honest, Older: head.checkpoint },
      { ...honest, Checkpoint: older.checkpoint },
    ];
    for (const answer of await go(forged)) expect(answer).toMatch(refusal);
  });

  it('refuse tiles that a database owner altered', async () => {
    const flip = (column: string) => `${column} = set_byte(${column}, 9, get_byte(${column}, 9) # 1)`;
    const at = 'index = 300 and organization_id = $1';
    const position = `update ledger_position set ${flip('leaf_hash')} where ${at}`;
    const leaf = `update ledger_leaf set ${flip('leaf')} where id = (select id from ledger_position where ${at})`;
    const tile = `update ledger_hash set ${flip('hash')} where level = 1 and index = 0 and organization_id = $1`;
    for (const statement of [position, leaf, tile]) {
      expect((await house.asOwner(statement, [house.northwind.id])).rowCount).toBe(1);
      const [answer] = await go([{ Kind: 'tiles', Indexes: [300], Older: older.checkpoint }]);
      // The same again turns the bit back.
      await house.asOwner(statement, [house.northwind.id]);
      expect(answer).toMatch(refusal);
    }
    expect(await go([{ Kind: 'tiles', Indexes: [300], Older: older.checkpoint }])).toEqual(['']);
  });
});
