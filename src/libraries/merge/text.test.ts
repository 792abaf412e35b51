import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { isClean, textOf } from './piece.ts';
import { mergeText } from './text.ts';

const folder = mkdtempSync(join(tmpdir(), 'merge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the stock git makes of it, or undefined when it sees a conflict. */
function stockMerge(base: string, ours: string, theirs: string): string | undefined {
  const files = { ours, base, theirs };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { status, stdout } = spawnSync('git', ['merge-file', '-p', 'ours', 'base', 'theirs'], {
    cwd: folder,
  });
  return status === 0 ? `${stdout}` : undefined;
}

/** Few different lines, so that places are ambiguous; edits are few, so that merges are often clean. */
const line = fc.constantFrom('a\n', 'b\n', 'c\n', 'one two\n', '\n');
const edit = fc.record({ at: fc.nat(20), remove: fc.nat(2), insert: fc.array(line, { maxLength: 2 }) });
const edited = (
  lines: readonly string[],
  edits: readonly { at: number; remove: number; insert: string[] }[],
) => {
  const list = [...lines];
  for (const { at, remove, insert } of edits) list.splice(at % (list.length + 1), remove, ...insert);
  return list.join('');
};
const triple = fc
  .tuple(
    fc.array(line, { maxLength: 14 }),
    fc.array(edit, { maxLength: 2 }),
    fc.array(edit, { maxLength: 2 }),
  )
  .map(([base, one, other]) => [base.join(''), edited(base, one), edited(base, other)] as const);

describe('text', () => {
  it('never differs from the stock git where both are clean', () => {
    let clean = 0;
    fc.assert(
      fc.property(triple, ([base, ours, theirs]) => {
        const pieces = mergeText(base, ours, theirs);
        const expected = isClean(pieces) ? stockMerge(base, ours, theirs) : undefined;
        if (expected === undefined) return;
        clean += 1;
        expect(textOf(pieces)).toBe(expected);
      }),
      { numRuns: 100 },
    );
    expect(clean).toBeGreaterThan(15);
  });

  it('is symmetric, and decided for one side has no loss of that side in its clashes', () => {
    fc.assert(
      fc.property(triple, ([base, ours, theirs]) => {
        const [one, other] = [mergeText(base, ours, theirs), mergeText(base, theirs, ours)];
        expect(textOf(one, 'ours')).toBe(textOf(other, 'theirs'));
        expect(textOf(one, 'theirs')).toBe(textOf(other, 'ours'));
        expect(textOf(one, 'base')).toBe(textOf(other, 'base'));
      }),
    );
  });
});
