import { kindOf } from '../../libraries/index.ts';
import { policyFaults } from '../../policy/index.ts';
import { builtIn, type Check, type CheckedFile, counted } from './check.ts';

/** Rules that a change brings, checked strictly against the schema that requests are judged under: one that does not fit would never apply. */
export async function policiesFit(files: readonly CheckedFile[]): Promise<Check | null> {
  const rules = files.filter(({ path }) => kindOf(path) === 'policy' && path.endsWith('.cedar'));
  if (rules.length === 0) return null;
  const faults = policyFaults(rules);
  if (faults.length === 0)
    return builtIn('policies', 'passed', `${counted(rules.length, 'policy file')} fit the schema.`);
  const findings = faults.map(({ path, line, message }) => ({ path, line, message }));
  return builtIn('policies', 'failed', faults[0]?.message ?? 'A rule does not fit the schema.', findings);
}
