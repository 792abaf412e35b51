import type { Check, CheckState } from '../../api/types.ts';
import type { Shape } from '../../design/StatusShape.tsx';

/** The server's own checks, as people say them. */
const names: Readonly<Record<string, string>> = {
  content: 'Differs from what is published',
  parses: 'Every asset can be read',
  merges: 'Merges without conflict',
  secrets: 'Holds no secrets',
  data_classes: 'Personal data is declared',
  hidden_characters: 'No hidden characters',
  policies: 'Rules fit the schema',
  redirects: 'Redirects lead somewhere',
  policy_tests: 'Test cases of the policy hold',
  simulation: 'Tried on recorded calls',
  requirements: 'Requirements can be met',
  size: 'Size and cost',
  similar: 'Like what is published',
};

export const titleOf = ({ name, source }: Pick<Check, 'name' | 'source'>): string =>
  (source === 'built_in' ? names[name] : undefined) ?? name;

export const looks: Readonly<Record<CheckState, { shape: Shape; tone: string }>> = {
  passed: { shape: 'check', tone: 'text-good' },
  failed: { shape: 'cross', tone: 'text-bad' },
  missing: { shape: 'ring', tone: 'text-ink-faint' },
  errored: { shape: 'triangle', tone: 'text-warn' },
  stale: { shape: 'dash', tone: 'text-warn' },
};

/** Publishing waits for it, and it has not passed. */
export const blocks = ({ required, state }: Pick<Check, 'required' | 'state'>): boolean =>
  required && state !== 'passed';

/** What needs a look first, then what is told, then the rest; each in the server's order. */
export function inOrder(checks: readonly Check[]): readonly Check[] {
  const rank = (check: Check) => (blocks(check) ? 0 : check.state !== 'passed' ? 1 : 2);
  return checks.toSorted((left, right) => rank(left) - rank(right));
}

/** `2 of 9 not passed`, `all 9 passed`: of those that publishing waits for. */
export function summaryOf(checks: readonly Check[]): string {
  const asked = checks.filter(({ required }) => required);
  const failing = asked.filter(blocks).length;
  return failing === 0 ? `all ${asked.length} passed` : `${failing} of ${asked.length} not passed`;
}
