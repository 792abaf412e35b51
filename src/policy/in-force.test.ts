import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { LiveText } from '../libraries/index.ts';
import { readRulesInTurns, readRulesOf } from '../libraries/index.ts';
import { policiesInForce } from './in-force.ts';
import { loadBuiltInRules } from './load.ts';
import type { PolicyParts } from './parts.ts';
import { rawCall } from './request.fixture.ts';

const organization = 'org_00000000000000000000000000';
const ruleNo = (at: string) =>
  `@id("r${at}")\n@mode("enforce")\n@reason("Because ${at}.")\nforbid (principal, action, resource)\nwhen { context.model == "m${at}" && context has environment && context.dataClasses.contains("email") };\n`;
const fileOf = (name: string, count: number): LiveText => ({
  path: `${name}.cedar`,
  digest: `sha256:${name.padEnd(64, '0')}`,
  since: new Date(0),
  text: Array.from({ length: count }, (_, at) => ruleNo(`${name}-${at}`)).join('\n'),
});

/** The slice over files in memory. */
async function inMemory(files: () => readonly LiveText[]) {
  const library = { id: 'lib_00000000000000000000000000', name: 'policy' };
  const parts = {
    builtIn: await loadBuiltInRules(),
    libraries: { byName: async () => library, liveTexts: async () => files() },
    reader: {},
  };
  // Only what reading asks of its parts is there.
  return policiesInForce(Object.assign(Object.create(null), parts) satisfies PolicyParts);
}

describe('rules that come into force', () => {
  it('hundreds at once keep the server from nothing: the old judge until the new ones are ready, never refused for it', async () => {
    let files: readonly LiveText[] = [fileOf('old', 3)];
    const policies = await inMemory(() => files);
    expect((await policies.read(organization)).rules.map(({ id }) => id)).toContain('rold-1');
    files = [fileOf('new', 250), fileOf('newer', 250)];
    const first = await policies.read(organization);
    expect(first.rules.map(({ id }) => id)).toContain('rold-1');
    let turns = 0;
    let isNew = false;
    const counting = (async () => {
      for (; !isNew; turns += 1) await nextTurn();
    })();
    while (!isNew) {
      const { rules, policy } = await policies.read(organization);
      isNew = rules.length > 500;
      expect(policy.verdict(rawCall).decision).toBe('permit');
      await nextTurn();
    }
    await counting;
    // In one go there would be a turn or two.
    expect(turns).toBeGreaterThan(40);
  });

  it('what cannot be read forbids everything, as before', async () => {
    const policies = await inMemory(() => [{ ...fileOf('bad', 1), text: 'permit (' }]);
    const { policy, unreadable } = await policies.read(organization);
    expect(unreadable).toMatchObject([{ path: 'bad.cedar' }]);
    expect(policy.verdict(rawCall).decision).toBe('forbid');
  });
});

describe('rules that are read in pieces', () => {
  const turn = async () => undefined;

  it.each([
    ['none', ''],
    ['one', ruleNo('a')],
    ['many, with comments between and behind', `// before\n${fileOf('x', 60).text}\n// behind\n`],
    ['text behind the last', `${fileOf('x', 30).text}\npermit`],
    ['a broken one in the middle', `${fileOf('x', 30).text}\nforbid (;\n${fileOf('y', 30).text}`],
    ['a string that holds a rule', `${ruleNo('a;").forbid').replace('Because', ');\\"')}`],
    ['a template', 'permit (principal == ?principal, action, resource);'],
  ])('%s are what they are when read whole', async (_name, text) => {
    expect(await readRulesInTurns(text, turn)).toEqual(readRulesOf(text));
  });
});
