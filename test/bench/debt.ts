/**
 * How long prompt debt takes over many prompts, and whether it finds what was planted: `node test/bench/debt.ts [prompts]`.
 * One prompt in twenty is a copy of an earlier one as it is, and one in twenty a copy with a few words changed. On an embedded PostgreSQL
 * in a temporary folder, through the operation, as one who may see half of the libraries and as one who may see all.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { digestOf } from '../../src/libraries/asset.ts';
import { signPrompts } from '../../src/libraries/signatures/sign.ts';
import { newId } from '../../src/platform/id.ts';
import { foundOrganization, insideHouse } from '../support/sample-organization.ts';

const count = Number(process.argv[2] ?? 10_000);
const batch = 500;
const runs = 5;
const libraries = 10;
let seed = 42;
const next = (below: number): number => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};
/** 2,000 words, the first ones more often than the last. */
const word = (): string => `w${Math.floor(2_000 * (next(1_000_000) / 1_000_000) ** 2).toString(36)}`;
const sentence = (length: number): string[] => Array.from({ length }, word);

const bodies: string[][] = [];
const planted = { exact: 0, edited: 0 };
function nextBody(): string[] {
  const kind = bodies.length < 100 ? 9 : next(20);
  const earlier = bodies[next(Math.max(1, bodies.length))] ?? [];
  if (kind === 0) {
    planted.exact += 1;
    return earlier;
  }
  if (kind !== 1) return sentence(60 + next(200));
  planted.edited += 1;
  const edited = [...earlier];
  for (let change = 0; change < 1 + edited.length / 80; change += 1) edited[next(edited.length)] = word();
  return edited;
}

const debtSchema = z.object({
  figure: z.object({ value: z.number(), n: z.number() }),
  parts: z.array(z.object({ kind: z.string(), prompts: z.number() })),
});
const quantile = (times: readonly number[], share: number): string =>
  `${(times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))] ?? 0).toFixed(0)} ms`;

const dataFolder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
const home = { dataFolder, environment: { COUNTERSIGN_DATA: dataFolder }, close: async () => undefined };
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
    const call = (who: typeof admin, id: string, body?: unknown) => {
      const operation = house.operations.find((one) => one.id === id);
      if (operation === undefined) throw new Error(`there is an operation ${id}`);
      const signal = new AbortController().signal;
      return operation.call({ principal: who, params: {}, query: {}, body, requestId: newId('req'), signal });
    };
    const fill = async (name: string, visibility: string, size: number) => {
      await call(admin, 'library.create', { name, visibility });
      const library = await house.libraries.find(await as('admin'), name);
      for (let start = 0; start < size; start += batch) {
        const files = Array.from({ length: Math.min(batch, size - start) }, (_, at) => {
          bodies.push(nextBody());
          const text = `${bodies.at(-1)?.join(' ')}\n`;
          const since = new Date(Date.now() - next(100) * 86_400_000);
          return {
            ...{ path: `p-${start + at}.prompt`, text, version: 1, since },
            digest: digestOf(Buffer.from(text)),
          };
        });
        await house.ledger.record(async (tx) => {
          await signPrompts(tx, library, files);
          const actor = { kind: 'system' as const, id: 'bench' };
          const subject = { kind: 'library', id: library.id };
          return {
            entry: { organization: admin.organization, action: 'library.index', actor, subject, data: {} },
            value: undefined,
          };
        });
      }
    };
    const started = performance.now();
    for (let at = 0; at < libraries; at += 1)
      await fill(`l-${at}`, at % 2 === 0 ? 'open' : 'restricted', Math.ceil(count / libraries));
    const perPrompt = (performance.now() - started) / bodies.length;
    console.log(`signed ${bodies.length} prompts, ${perPrompt.toFixed(2)} ms each`);
    console.log(`planted ${planted.exact} copies and ${planted.edited} edited ones (seed 42)`);
    for (const [title, who] of [
      ['who sees half', viewer],
      ['who sees all', await as('admin')],
    ] as const) {
      const times: number[] = [];
      let answer: unknown;
      for (let run = 0; run < runs; run += 1) {
        const from = performance.now();
        answer = await call(who, 'measure.debt');
        times.push(performance.now() - from);
      }
      const { figure, parts } = debtSchema.parse(answer);
      const copies = parts.find(({ kind }) => kind === 'duplicate')?.prompts ?? 0;
      console.log(
        `${title}: ${figure.n} prompts, ${copies} duplicates, ${figure.value.toFixed(0)} hours; median ${quantile(times, 0.5)}, slowest ${quantile(times, 1)}`,
      );
    }
  });
} finally {
  await rm(dataFolder, { recursive: true, force: true });
}
