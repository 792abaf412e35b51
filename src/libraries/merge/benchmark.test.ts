import { checkParsePolicySet } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from 'vitest';
import type { MergeCase } from './cases/case.ts';
import { plainTextCases } from './cases/plain-text.ts';
import { policyAndSkillCases } from './cases/policies-and-skills.ts';
import { promptCases } from './cases/prompts.ts';
import { yamlCases } from './cases/yaml.ts';
import { merge } from './merge.ts';

const all: readonly (readonly [string, readonly MergeCase[]])[] = [
  ['plain text', plainTextCases],
  ['prompts', promptCases],
  ['workflows and evaluations', yamlCases],
  ['policies and skills', policyAndSkillCases],
];

const outcome = ({ path, base, ours, theirs }: Pick<MergeCase, 'path' | 'base' | 'ours' | 'theirs'>) => {
  const result = merge(path, base, ours, theirs);
  if (result.clean) return { clean: result.text };
  const conflicts = result.conflicts.map(({ where: { kind, label }, base, ours, theirs }) => ({
    kind,
    label,
    base,
    ours,
    theirs,
  }));
  return { conflicts };
};

describe('the merge benchmark', () => {
  it('has its sixty cases', () => {
    expect(all.reduce((sum, [, cases]) => sum + cases.length, 0)).toBeGreaterThanOrEqual(60);
  });

  it("gives policies that Cedar's own parser reads", () => {
    for (const { name, expected } of policyAndSkillCases.filter(({ path }) => path.endsWith('.cedar')))
      if ('clean' in expected)
        expect([name, checkParsePolicySet({ staticPolicies: expected.clean }).type]).toEqual([
          name,
          'success',
        ]);
  });

  for (const [kind, cases] of all)
    describe(kind, () => {
      it.each(cases)('$name', ({ expected, ...sides }) => {
        expect(outcome(sides)).toEqual(expected);
      });

      it.each(cases)('$name, the other way around', ({ expected, ours, theirs, ...rest }) => {
        const swapped = { ...rest, ours: theirs, theirs: ours };
        const result = outcome(swapped);
        if ('clean' in expected) expect(result).toEqual(expected);
        else expect(result.conflicts).toHaveLength(expected.conflicts.length);
      });
    });
});
