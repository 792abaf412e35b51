import { type PromptDocument, parsePrompt, variablesUsed } from './dotprompt/index.ts';
import type { AssetPageWire, InputWire } from './wire.ts';

/** What a form needs to know of a prompt's variables. */
export function inputsOf(prompt: PromptDocument): InputWire[] {
  return variablesUsed(prompt).map(({ name, required, type, description, default: fallback, choices }) => ({
    name,
    required,
    type: type ?? null,
    description: description ?? null,
    default: fallback ?? null,
    choices: choices === undefined ? null : [...choices],
  }));
}

/** What is known of a prompt's file, or what keeps it from being read. */
export function promptWire(text: string): Pick<AssetPageWire, 'prompt' | 'faults'> {
  const result = parsePrompt(text);
  if (!result.ok)
    return {
      prompt: null,
      faults: result.faults.map(({ code, message, line, column }) => ({ code, message, line, column })),
    };
  const { metadata, governance } = result.prompt;
  return {
    prompt: {
      model: metadata.model ?? null,
      description: metadata.description ?? governance?.purpose ?? null,
      inputs: inputsOf(result.prompt),
      config: metadata.config,
      countersign: governance ?? null,
    },
    faults: [],
  };
}
