import { parseUntrustedJson } from '../../platform/untrusted-json.ts';
import { toValue, type Value, ValueError } from '../dotprompt/value.ts';
import { readPlainYaml } from '../yaml/read.ts';
import { EXPORT_YAML_LIMITS, IMPORT_LIMITS } from './limits.ts';

export type DataResult =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly why: string };

/**
 * Reads JSON or YAML, which the file's name says, as plain data without prototypes (AT-58), bounded before it is parsed (AT-60). Pure,
 * total.
 */
export function readData(name: string, text: string): DataResult {
  if (/\.ya?ml$/i.test(name)) {
    const read = readPlainYaml(text, { limits: EXPORT_YAML_LIMITS, subject: 'The file' });
    if (read.ok) return { ok: true, value: read.value };
    const [first] = read.faults;
    return { ok: false, why: `Line ${first?.line}, column ${first?.column}: ${first?.message}` };
  }
  if (text.length > IMPORT_LIMITS.charactersPerExport)
    return {
      ok: false,
      why: `It is longer than ${IMPORT_LIMITS.charactersPerExport} characters. Export fewer prompts at once.`,
    };
  try {
    return { ok: true, value: toValue(parseUntrustedJson(text.replace(/^\uFEFF/, ''))) };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, why: error.message };
    if (!(error instanceof ValueError)) throw error;
    return {
      ok: false,
      why: `"${error.path.slice(0, 10).join('.')}" ${error.message}. Export fewer prompts at once.`,
    };
  }
}
