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
  if (form === 'choice') return input.required ? (choices[0] ?? '') : '';
  if (form === 'number') return '1';
  if (form === 'boolean') return 'true';
  if (form === 'json') return isList(input.type ?? '') ? `["${input.name.replaceAll('_', ' ')}"]` : '{}';
  return input.required ? `[${input.name.replaceAll('_', ' ')}]` : '';
}

/**
 * The fields for a prompt's inputs, in their order, and after them the variables that the server missed. Samples are visible
 * stand-ins in brackets: nobody takes them for real input.
 */
export function fieldsOf(inputs: readonly PromptInput[], faults: readonly Fault[]): VariableField[] {
  const fields = inputs.map((input): VariableField => {
    const choices = (input.choices ?? []).filter((choice) => typeof choice === 'string');
    const form = choices.length > 0 ? 'choice' : formOf(input.type ?? 'string');
    return {
      name: input.name,
      required: input.required,
      form,
      hint: input.description ?? '',
      sample: sampleOf(input, form, choices),
      choices,
    };
  });
  const missing = faults.flatMap(({ code, path }) =>
    code === 'prompt.variable_missing' && path !== undefined && !path.includes('/') ? [path] : [],
  );
  return [
    ...fields,
    ...missing
      .filter((name) => !fields.some((field) => field.name === name))
      .map(
        (name): VariableField => ({
          name,
          required: true,
          form: 'text',
          hint: '',
          sample: `[${name}]`,
          choices: [],
        }),
      ),
  ];
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
