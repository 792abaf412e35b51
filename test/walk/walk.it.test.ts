import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seeded } from '../../scripts/demo/random.ts';
import { gitClient } from '../support/git-client.ts';
import { startHouse, type TestHouse } from '../support/house.ts';
import { publishPrompt } from '../support/proposals.ts';
import { untilSigned } from '../support/test-log.ts';
import { plainRule, type Rule, unlawful } from './oracle.ts';
import type { Noted } from './scene.ts';
import { type Actor, hire } from './troupe.ts';
import { walkOnce } from './walk.ts';

/**
 * Seeded walks over the whole server: API, stock git, the command line, keys of people, of an app and of an admin, a clock that jumps,
 * and calls at the same time. Whatever happens, nothing is published that eligible, distinct humans did not stand behind (AT-01 … AT-07,
 * AT-12, AT-17, AT-20). Set COUNTERSIGN_TEST_SEED to walk the same way again, storms aside.
 */
const walkers = 3;
const sequences = process.env.COUNTERSIGN_TEST_LONG ? 3_000 : 30;
const seed = Number(process.env.COUNTERSIGN_TEST_SEED || randomInt(2 ** 31));
const program = fileURLToPath(new URL('../../clients/cli/bin/countersign.mjs', import.meta.url));
let house: TestHouse;
let offsetMs = 0;

beforeAll(async () => {
  house = await startHouse({ clock: { now: () => new Date(Date.now() + offsetMs) } });
});
afterAll(() => house.close());

const cli = ({ key }: Actor, ...args: readonly string[]) => {
  const env = { PATH: process.env.PATH, COUNTERSIGN_ADDRESS: house.address, COUNTERSIGN_KEY: key };
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [program, 'change', ...args], { env, timeout: 50_000 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 255, out, err }),
    );
  });
};

/** The last library asks for two approvals that are at most two weeks old. */
const strict = `walk-${walkers - 1}`;
const strictRule = `rules:
  - id: two-eyes-more
    for: { environments: [production] }
    stages:
      - { name: review, kind: review, need: 1 }
      - { name: approval, kind: approval, need: 2, validFor: 14d }
`;
const ruleOf = (library: string): Rule =>
  library === strict ? { approvals: 2, validForMs: 14 * 86_400_000 } : plainRule;

let move = 0;

/** Many sequences in one library. @returns what happened, and how many got published */
async function walkIn(library: string): Promise<{ library: string; notes: Noted[]; published: number }> {
  const troupe = await hire(house, library);
  if (library === strict) await publishPrompt(house, library, 'two.requirement.yaml', strictRule);
  const notes: Noted[] = troupe.roles.map((what) => ({ move: 0, entry: null, what }));
  const git = gitClient();
  const random = seeded(seed + Number(library.slice(-1)));
  const remote = `${house.address.replace('//', `//x:${troupe.actor('gil').key}@`)}/git/northwind/${library}.git`;
  await git.git('.', 'clone', '-q', remote, 'clone');
  const jump = (byMs: number) => {
    offsetMs += byMs;
  };
  const nextMove = () => {
    move += 1;
    return move;
  };
  let published = 0;
  for (let sequence = 0; sequence < sequences / walkers; sequence += 1)
    if (await walkOnce({ house, troupe, git, random, cli, jump, notes, nextMove }, `s${sequence}`))
      published += 1;
  git.remove();
  return { library, notes, published };
}

/** Moves in their order, and what came about in one move in the order of the ledger. */
async function inOrder(notes: readonly Noted[]) {
  await untilSigned(house.house.ledger);
  const { rows } = await house.asOwner('select id, index::int as index from ledger_position');
  const places = new Map(rows.map(({ id, index }): [string, number] => [id, index]));
  const place = ({ entry }: Noted) => {
    if (entry === null) return -1;
    const index = places.get(entry);
    if (index === undefined) throw new Error(`the log does not hold ${entry}`);
    return index;
  };
  return [...notes]
    .sort((one, other) => one.move - other.move || place(one) - place(other))
    .map(({ what }) => what);
}

it(`${sequences} sequences publish nothing that was not approved (seed ${seed})`, {
  timeout: 7_200_000,
}, async () => {
  const startedMs = performance.now();
  const names = Array.from({ length: walkers }, (_, at) => `walk-${at}`);
  const walked = await Promise.all(names.map(walkIn));
  const published = walked.reduce((sum, one) => sum + one.published, 0);
  for (const { library, notes } of walked) {
    const happened = await inOrder(notes);
    expect(unlawful(happened, ruleOf(library))).toEqual([]);
  }
  // What is live came there by a publication that was looked at, and by nothing else.
  const known = new Set(
    walked.flatMap(({ notes }) =>
      notes.flatMap(({ what }) => (what.type === 'publish' ? [what.change] : [])),
    ),
  );
  const { rows } = await house.asOwner(
    "select change_id from libraries_pointer where number is not null and path not like '%.yaml'",
  );
  expect(new Set(rows.map((row) => row.change_id))).toEqual(known);
  expect(known.size).toBe(published);
  expect(published, 'enough is published for the walk to mean something').toBeGreaterThan(sequences / 5);
  const decisions = walked.flatMap(({ notes }) =>
    notes.filter(({ what }) => what.type === 'decision'),
  ).length;
  console.log(
    `${sequences} sequences, ${move} moves, ${decisions} decisions, ${published} publications, ${Math.round((performance.now() - startedMs) / 1000)} s`,
  );
});
