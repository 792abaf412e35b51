import { readRulesOf, schemaMisfits } from '../libraries/index.ts';
import { Problem } from '../platform/problem.ts';
import { rulesOf } from './rule.ts';

export interface PolicyFault {
  readonly path: string;
  /** Counted from 1; null when the whole file cannot be read. */
  readonly line: number | null;
  readonly message: string;
}

/** What keeps the rules of Cedar files from coming into force, strictly validated against the schema. Empty when nothing does. Pure. */
export function policyFaults(
  files: readonly { readonly path: string; readonly text: string }[],
): readonly PolicyFault[] {
  return files.flatMap(({ path, text }): PolicyFault[] => {
    const read = readRulesOf(text);
    if (!read.ok) return read.faults.map(({ line, message }) => ({ path, line, message }));
    const misfits = [...schemaMisfits(read.rules.map((rule) => rule.text))].flatMap(([place, misfit]) => {
      const rule = read.rules[place];
      if (rule === undefined) return [];
      const line = rule.line + rule.text.slice(0, misfit.at).split('\n').length - 1;
      const message = `The rule ${rule.id || 'without an id'} does not fit the schema: ${misfit.message}`;
      return [{ path, line, message }];
    });
    const incomplete = incompleteness(path, text);
    return incomplete === undefined ? misfits : [...misfits, { path, line: null, message: incomplete }];
  });
}

/** What a rule needs beside Cedar before it comes into force. */
function incompleteness(name: string, text: string): string | undefined {
  try {
    rulesOf({ name, text });
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.detail;
    throw error;
  }
}
