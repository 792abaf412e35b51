import type { Fault, PromptInput } from '../api/types.ts';

/** A field of the variables form, and how its text becomes a value. */
export type VariableField = {
  name: string;
  required: boolean;
  form: 'text' | 'number' | 'boolean' | 'json' | 'choice';
  hint: string;
  sample: string;
  choices: readonly string[];
};

const isList = (type: string): boolean => /array|list|\[\]/.test(type);

function formOf(type: string): VariableField['form'] {
  if (/integer|number/.test(type)) return 'number';
  if (/boolean/.test(type)) return 'boolean';
  return isList(type) || /object|any/.test(type) ? 'json' : 'text';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function sampleOf(input: PromptInput, form: VariableField['form'], choices: readonly string[]): string {
  if (input.default !== undefined && input.default !== null) return textOf(input.default);
  if (!input.required) return '';
  if (form === 'choice') return choices[0] ?? '';
  if (form === 'number') return '1';
  if (form === 'boolean') return 'true';
  if (form === 'json') return isList(input.type ?? '') ? `["${input.name.replaceAll('_', ' ')}"]` : '{}';
  return `[${input.name.replaceAll('_', ' ')}]`;
}

/** A prompt's fields with nothing filled in, for a run that counts: what is wanted is asked for, and a default is told, not typed. */
export function askedFields(inputs: readonly PromptInput[]): VariableField[] {
  return fieldsOf(inputs, []).map((field, at) => {
    const fallback = inputs[at]?.default;
    const told = fallback === undefined || fallback === null ? '' : `Left empty, it is ${textOf(fallback)}.`;
    return { ...field, sample: '', hint: [field.hint, told].filter((part) => part !== '').join(' ') };
  });
}

/** Fields of a preview, for a run: what stands there as a sample is not taken for what somebody meant. */
export const withoutSamples = (fields: readonly VariableField[]): VariableField[] =>
  fields.map((field) => ({ ...field, sample: '' }));

/** A sample for each field that is empty yet; what was typed stays. */
export function samplesFor(
  inputs: readonly PromptInput[],
  typed: Readonly<Record<string, string>>,
): Record<string, string> {
  const offered = fieldsOf(inputs, []).flatMap(({ name, sample }) =>
    (typed[name] ?? '') === '' && sample !== '' ? [[name, sample] as const] : [],
  );
  return { ...typed, ...Object.fromEntries(offered) };
}

/** What a form shows for values that ran before. */
export function typedOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
}

/** Names of required fields that are still empty. */
export function emptyFields(
  fields: readonly VariableField[],
  typed: Readonly<Record<string, string>>,
): string[] {
  return fields
    .filter(({ name, required, sample }) => required && (typed[name] ?? sample) === '')
    .map(({ name }) => name);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What a text seems to say of a variable (Picoschema): only for a fitting control and sample, the server decides. */
function guessed(text: string, name: string): PromptInput {
  const input: PromptInput = { name, required: true, type: 'string', description: null };
  const match = new RegExp(
    `^\\s+${escaped(name)}\\??(?:\\((enum|array|object)[^)]*\\))?:\\s*(.*)$`,
    'm',
  ).exec(text);
  if (match === null) return input;
  const [, form, rest = ''] = match;
  if (form === 'enum')
    return { ...input, choices: [...rest.matchAll(/[^\s,[\]"']+/g)].map(([choice]) => choice) };
  return { ...input, type: form ?? rest.split(/[\s,]/)[0] ?? 'string' };
}

/**
 * The fields for a prompt's inputs, in their order, and after them the variables that the server missed. Samples are visible
 * stand-ins in brackets: nobody takes them for real input.
 */
export function fieldsOf(
  inputs: readonly PromptInput[],
  faults: readonly Fault[],
  text = '',
): VariableField[] {
  const missing = faults.flatMap(({ code, path }) =>
    code === 'prompt.variable_missing' && path !== undefined && !path.includes('/') ? [path] : [],
  );
  const added = [...new Set(missing)].filter((name) => !inputs.some((input) => input.name === name));
  return [...inputs, ...added.map((name) => guessed(text, name))].map((input) => {
    const choices = (input.choices ?? []).filter((choice) => typeof choice === 'string');
    const form = choices.length > 0 ? 'choice' : formOf(input.type ?? 'string');
    const { name, required } = input;
    return {
      name,
      required,
      form,
      hint: input.description ?? '',
      sample: sampleOf(input, form, choices),
      choices,
    };
  });
}

export type Variables = { values: Record<string, unknown>; faults: Record<string, string> };

/** Turns what was typed into values; what cannot be one is told by name. An empty optional field is left out. */
export function valuesOf(
  fields: readonly VariableField[],
  typed: Readonly<Record<string, string>>,
): Variables {
  const values: Record<string, unknown> = {};
  const faults: Record<string, string> = {};
  for (const { name, form, sample, required } of fields) {
    const text = typed[name] ?? sample;
    if (text === '' && (form !== 'text' || !required)) continue;
    if (form === 'text' || form === 'choice') values[name] = text;
    else if (form === 'boolean') values[name] = text === 'true';
    else if (form === 'number') {
      const number = Number(text);
      if (Number.isFinite(number)) values[name] = number;
      else faults[name] = 'A number, such as 3 or 0.5';
    } else {
      const parsed = parseJson(text);
      if (parsed === undefined) faults[name] = 'JSON, such as ["a", "b"] or {"key": "value"}';
      else values[name] = parsed;
    }
  }
  return { values, faults };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
