import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { validate } from '@cedar-policy/cedar-wasm/nodejs';
import { readRulesOf } from '../libraries/index.ts';

export interface PolicyFault {
  readonly path: string;
  /** Of the rule, counted from 1; null when the whole file cannot be read. */
  readonly line: number | null;
  readonly message: string;
}

const schemaFile = fileURLToPath(new URL('./defaults/countersign.cedarschema', import.meta.url));
let schema: Promise<string> | undefined;

/** What keeps the rules of Cedar files from coming into force, strictly validated against the schema. Empty when nothing does. */
export async function policyFaults(
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<readonly PolicyFault[]> {
  schema ??= readFile(schemaFile, 'utf8');
  const text = await schema;
  return files.flatMap((file) => faultsOf(text, file));
}

function faultsOf(schemaText: string, file: { readonly path: string; readonly text: string }): PolicyFault[] {
  const { path } = file;
  const read = readRulesOf(file.text);
  if (!read.ok) return read.faults.map(({ line, message }) => ({ path, line, message }));
  const lines = new Map(
    read.rules.map((rule, at): [string, number] => [`rule${at}`, lineOf(file.text, rule.text)]),
  );
  const names = new Map(read.rules.map((rule, at): [string, string] => [`rule${at}`, rule.id]));
  const staticPolicies = Object.fromEntries(read.rules.map((rule, at) => [`rule${at}`, rule.text]));
  const answer = validate({
    validationSettings: { mode: 'strict' },
    schema: schemaText,
    policies: { staticPolicies },
  });
  if (answer.type === 'failure')
    return answer.errors.map(({ message }) => ({ path, line: null, message: sentence(message) }));
  // Cedar says the same of a rule for every action that it may be about: once is enough.
  const first = new Map(answer.validationErrors.toReversed().map((one) => [one.policyId, one]));
  return [...first.values()].toReversed().map(({ policyId, error }) => ({
    path,
    line: lines.get(policyId) ?? null,
    message: `The rule ${names.get(policyId) || 'without an id'} does not fit the schema: ${sentence(error.message)}`,
  }));
}

/** What keeps one rule from fitting a schema, strictly validated; undefined when it fits. */
export function ruleFault(schemaText: string, text: string): string | undefined {
  const answer = validate({
    validationSettings: { mode: 'strict' },
    schema: schemaText,
    policies: { staticPolicies: { rule: text } },
  });
  if (answer.type === 'failure') return sentence(answer.errors.map(({ message }) => message).join('; '));
  const [first] = answer.validationErrors;
  return first === undefined ? undefined : sentence(first.error.message);
}

function lineOf(whole: string, part: string): number {
  const at = whole.indexOf(part);
  return at === -1 ? 1 : whole.slice(0, at).split('\n').length;
}

const sentence = (text: string): string => `${text.replace(/^for policy `[^`]*`, /, '').replace(/\.$/, '')}.`;
