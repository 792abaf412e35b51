import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { findData, secretName, secrets } from '../../policy/index.ts';
import {
  builtIn,
  type Check,
  type CheckedFile,
  counted,
  type Finding,
  lineCounter,
  mostFindings,
} from './check.ts';

// It is on by default, and would keep marks of every rule and file for as long as the server runs.
secretLintProfiler.setEnabled(false);

const preset = { id: '@secretlint/secretlint-rule-preset-recommend', rule: creator };

/**
 * Secrets in what a change brings. Says path, line and kind, never the secret. A finding fails: a secret that was published is known
 * to everybody who may read the library, and to git for ever.
 */
export async function secretsIn(files: readonly CheckedFile[]): Promise<Check> {
  const findings: Finding[] = [];
  for (const file of files) findings.push(...(await findSecrets(file)));
  if (findings.length === 0) return builtIn('secrets', 'passed', 'No secret was found.');
  const first = findings[0];
  return builtIn(
    'secrets',
    'failed',
    `${counted(findings.length, 'place')} ${findings.length === 1 ? 'looks' : 'look'} like a secret${first === undefined ? '' : `, the first in ${first.path}:${first.line}`}. Remove ${findings.length === 1 ? 'it' : 'them'} from the branch, and make new ones: whoever may read the branch has seen ${findings.length === 1 ? 'it' : 'them'}.`,
    findings,
  );
}

/** One finding for each line and kind. The scanner's own messages hold what it found, so they are not used. */
export async function findSecrets({ path, text }: CheckedFile): Promise<Finding[]> {
  const places = [...ownFindings(text), ...(await presetFindings(path, text))];
  const byLine = new Map<number, string>();
  for (const { line, kind } of places) if (!byLine.has(line)) byLine.set(line, kind);
  return [...byLine]
    .sort(([left], [right]) => left - right)
    .slice(0, mostFindings)
    .map(([line, kind]) => ({ path, line, message: `Looks like a secret: ${kind}.` }));
}

interface Place {
  readonly line: number;
  readonly kind: string;
}

async function presetFindings(path: string, text: string): Promise<Place[]> {
  const { messages } = await lintSource({
    source: {
      content: text,
      filePath: path,
      ext: path.slice(path.lastIndexOf('.')),
      contentType: 'text',
    },
    options: { config: { rules: [preset] }, maskSecrets: true, noPhysicFilePath: true },
  });
  return messages.map(({ loc, ruleId }) => ({ line: loc.start.line, kind: kindOf(ruleId) }));
}

/** `@secretlint/secretlint-rule-github` → `github`. */
function kindOf(ruleId: string): string {
  return ruleId
    .slice(ruleId.lastIndexOf('/') + 1)
    .replace('secretlint-rule-', '')
    .replaceAll('-', ' ');
}

/** The gateway's own detectors: what a change may not bring, a call is looked through for. */
function ownFindings(text: string): Place[] {
  const lineOf = lineCounter(text);
  return findData(text, [secrets]).map(({ kind, start }) => ({
    line: lineOf(start),
    kind: secretName(kind),
  }));
}
