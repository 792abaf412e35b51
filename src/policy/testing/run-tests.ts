import { judgeOf } from '../in-force.ts';
import type { Rule } from '../rule.ts';
import { ruleSetOf, type SourceFile } from '../rule-set.ts';
import type { Policy, Verdict } from '../verdict.ts';
import { isTestFile, type PolicyTest, readTests, requestOf } from './test-file.ts';

/** What came of one test case; `line` is where it stands. */
export interface TestOutcome {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  /** Null when it holds. */
  readonly failure: string | null;
}

/** Runs every test case among some files against the policy that the Cedar among them make with the built-in rules. Pure. */
export function runTests(builtIn: readonly Rule[], files: readonly SourceFile[]): TestOutcome[] {
  const { policy } = judgeOf(
    ruleSetOf(
      builtIn,
      files.filter(({ path }) => path.endsWith('.cedar')),
    ),
  );
  return files
    .filter(({ path }) => isTestFile(path))
    .flatMap(({ path, text }) => {
      const read = readTests(text);
      if (!read.ok) return [{ path, line: read.line, name: 'the file', failure: read.fault }];
      return read.tests.map((test) => ({
        path,
        line: test.line,
        name: test.name,
        failure: failureOf(policy, test),
      }));
    });
}

function failureOf(policy: Policy, test: PolicyTest): string | null {
  const verdict = policy.verdict(requestOf(test));
  const { decision, rules = [], obligations } = test.expect;
  if (verdict.decision !== decision)
    return `Expected ${decision}, and it is ${verdict.decision} by ${namesOf(verdict)}.`;
  const taking = new Set([
    ...verdict.rules.map(({ id }) => id),
    ...verdict.obligations.map(({ rule }) => rule),
  ]);
  const absent = rules.find((rule) => !taking.has(rule));
  if (absent !== undefined) return `Expected ${absent} to take part, and it is ${namesOf(verdict)}.`;
  const asked = verdict.obligations.map(({ kind, argument }) =>
    argument === '' ? kind : `${kind}:${argument}`,
  );
  if (obligations !== undefined && obligations.toSorted().join() !== asked.toSorted().join())
    return `Expected the obligations ${obligations.join(', ') || 'none'}, and they are ${asked.join(', ') || 'none'}.`;
  return null;
}

function namesOf({ rules, obligations }: Verdict): string {
  const ids = [...new Set([...rules.map(({ id }) => id), ...obligations.map(({ rule }) => rule)])];
  return ids.length === 0 ? 'no rule' : ids.join(', ');
}
