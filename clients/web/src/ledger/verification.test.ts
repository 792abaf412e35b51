import type { BundleAnswer } from '@countersign/sdk/verify';
import { describe, expect, it } from 'vitest';
import { verificationOf } from './verification.ts';

const proven = (id: string, subject: string, index: number) => ({
  index,
  leaf: new Uint8Array(),
  entry: {
    id,
    action: 'execution.intend',
    actor: {},
    at: '',
    data: {},
    organization: 'org_1',
    subject: { kind: 'execution', id: subject },
  },
});
const answer: BundleAnswer = {
  ok: true,
  origin: 'countersign/org_1',
  treeSize: 9,
  rootHash: 'ab'.repeat(32),
  key: 'k',
  pinned: false,
  entries: [proven('ent_1', 'exe_1', 3)],
};
const wanted = [{ entry: 'ent_1', subject: 'exe_1', what: 'the intent' }];
const states = (found: ReturnType<typeof verificationOf>) => found.steps.map(({ state }) => state);

describe('verification', () => {
  it('remembers the key on first use only', () => {
    expect(verificationOf(answer, wanted, null)).toMatchObject({ ok: true, pin: 'k' });
    expect(verificationOf(answer, wanted, 'k')).toMatchObject({ ok: true, pin: null });
  });

  it('is not satisfied with a sound proof of something else', () => {
    const other = verificationOf(answer, [{ entry: 'ent_2', what: 'its outcome' }], 'k');
    expect(other.ok).toBe(false);
    expect(states(other)).toEqual(['passed', 'passed', 'passed', 'passed', 'failed']);
    expect(other.proven.size).toBe(0);
    expect(
      verificationOf(answer, [{ entry: 'ent_1', subject: 'exe_2', what: 'the intent' }], null),
    ).toMatchObject({ ok: false, pin: null });
  });

  it('counts the witnesses that cosigned, and fails nothing when they are too few', () => {
    const by = (...names: string[]) => verificationOf(answer, wanted, 'k', { need: 2, of: 3, names });
    expect(by('w1', 'w2').steps.at(-1)).toMatchObject({
      state: 'passed',
      detail: '2 of 3 cosigned it, 2 needed: w1, w2',
    });
    expect(by('w1')).toMatchObject({ ok: true });
    expect(by('w1').steps.at(-1)?.state).toBe('not_reached');
  });

  it.each([
    ['file.malformed', ['failed', 'not_reached', 'not_reached', 'not_reached', 'not_reached']],
    ['key.unexpected', ['passed', 'failed', 'not_reached', 'not_reached', 'not_reached']],
    ['note.bad_signature', ['passed', 'passed', 'failed', 'not_reached', 'not_reached']],
    ['entry.unproven', ['passed', 'passed', 'passed', 'failed', 'not_reached']],
  ] as const)('shows where %s stopped it, and remembers nothing', (reason, expected) => {
    const stopped = verificationOf({ ok: false, reason, sentence: 'No.' }, wanted, null);
    expect(states(stopped)).toEqual(expected);
    expect(stopped).toMatchObject({ ok: false, pin: null });
  });
});
