/**
 * How long search takes over a library of many prompts, and how long indexing it did: `node test/bench/search.ts [prompts]`.
 * On an embedded PostgreSQL in a temporary folder, through the operation, as one who may read it and as one who may not.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { digestOf } from '../../src/libraries/asset.ts';
import { indexedText } from '../../src/libraries/search/indexed.ts';
import { writeRows } from '../../src/libraries/search/store/rows.ts';
import { newId } from '../../src/platform/id.ts';
import { foundOrganization, insideHouse } from '../support/sample-organization.ts';

const count = Number(process.argv[2] ?? 10_000);
const batch = 500;
const runs = 5;

const words =
  'account advice agent amount answer approve archive article audit balance brand brief budget buyer campaign case change claim clause client compare complaint contract copy customer data deadline decision delivery detail discount draft email escalate evidence expense explain extract fact feature finance follow formal friendly goal guide history incident insight invoice issue item language lawyer lead legal letter list loan manager market measure meeting message metric model money notice offer order outcome owner paragraph partner payment person phone plan policy price privacy problem product profile project proposal purchase quality quarter question quote rate reason receipt record refund region renewal reply report request review risk rule sale schedule score segment service shipment signal source stage step store style subject summary supplier support survey table target team tender term text ticket title tone topic total trial update vendor verify version visit warranty week'.split(
    ' ',
  );
let seed = 42;
const next = (below: number): number => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};
const word = (): string => words[next(words.length)] ?? 'word';
const sentence = (length: number): string => Array.from({ length }, word).join(' ');

/** About as long as real ones: 1.5 KB. */
function promptText(): string {
  const front = `---\ndescription: ${sentence(8)}\nmodel: simulated-fast\ncountersign:\n  owner: ${word()}@example.com\n  tags: [${word()}, ${word()}]\n---\n`;
  return `${front}{{role "system"}}\n${sentence(90)}.\n{{role "user"}}\n${sentence(90)} {{${word()}_text}}\n`;
}

const quantile = (times: readonly number[], share: number): string =>
  `${(times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))] ?? 0).toFixed(0)} ms`;

const dataFolder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
const home = {
  dataFolder,
  environment: { COUNTERSIGN_DATA: dataFolder },
  close: async () => undefined,
};
try {
  const organization = await foundOrganization(home);
  await insideHouse(home, async (house) => {
    const as = async (who: 'admin' | 'viewer') => {
      const header = (name: string) =>
        name === 'authorization' ? `Bearer ${organization.key(who)}` : undefined;
      const principal = await house.access.authenticate({ method: 'GET', header });
      if (principal === undefined) throw new Error('the key is valid');
      return principal;
    };
    const [admin, viewer] = [await as('admin'), await as('viewer')];
    const call = (who: typeof admin, id: string, query: Record<string, string>, body?: unknown) => {
      const operation = house.operations.find((one) => one.id === id);
      if (operation === undefined) throw new Error(`there is an operation ${id}`);
      const signal = new AbortController().signal;
      return operation.call({ principal: who, params: {}, query, body, requestId: newId('req'), signal });
    };
    const grow = async (name: string, visibility: string) => {
      await call(admin, 'library.create', {}, { name, visibility });
      const library = await house.libraries.find(admin, name);
      for (let start = 0; start < count; start += batch) {
        const rows = Array.from({ length: Math.min(batch, count - start) }, (_, at) => {
          const text = promptText();
          const path = `${word()}/${word()}/${word()}-${word()}-${start + at}.prompt`;
          const state = { digest: digestOf(Buffer.from(text)), version: 1, updatedAt: new Date() };
          return { ...indexedText(path, text), ...state };
        });
        await house.ledger.record(async (tx) => {
          await writeRows(tx, library, rows);
          const actor = { kind: 'system' as const, id: 'bench' };
          const subject = { kind: 'library', id: library.id };
          return {
            entry: { organization: admin.organization, action: 'library.index', actor, subject, data: {} },
            value: undefined,
          };
        });
      }
    };
    const measure = async (who: typeof admin, query: Record<string, string>) => {
      const times: number[] = [];
      let total = 0;
      for (let run = 0; run < runs; run += 1) {
        const started = performance.now();
        const answer = await call(who, 'asset.search', { limit: '50', ...query });
        times.push(performance.now() - started);
        total = z.object({ total: z.number() }).parse(answer).total;
      }
      return `${String(total).padStart(6)} found, median ${quantile(times, 0.5)}, slowest ${quantile(times, 1)}`;
    };
    const queries = [
      '',
      'invoice',
      'refund customer legal',
      '"customer refund"',
      'tag:legal refund',
      'invoce',
      'qqzzxx',
    ];
    const started = performance.now();
    await grow('large', 'open');
    console.log(`indexed ${count} prompts in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    for (const q of queries) console.log(`${q.padEnd(24)} ${await measure(viewer, { q })}`);
    await grow('closed', 'restricted');
    console.log(`and with as many in a restricted library, for one who may not see it:`);
    for (const q of queries) console.log(`${q.padEnd(24)} ${await measure(viewer, { q })}`);
  });
} finally {
  await rm(dataFolder, { recursive: true, force: true });
}
