import {
  parsePrompt,
  type RenderedPrompt,
  type ResolvedPrompt,
  renderPrompt,
  variablesUsed,
} from '../libraries/index.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import { type AnswerTerms, noTerms } from './answers/terms.ts';
import type { PromptCall } from './call-origin.ts';
import { plain } from './compose.ts';
import { createRecent } from './recent.ts';

export type PromptDocument = Extract<ReturnType<typeof parsePrompt>, { ok: true }>['prompt'];

const parsedPrompts = createRecent<PromptDocument>(500);

/** Parsed by digest, which names the text's exact bytes. */
export function documentOf(resolved: ResolvedPrompt): PromptDocument {
  const known = parsedPrompts.get(resolved.digest);
  if (known !== undefined) return known;
  const parsed = parsePrompt(resolved.text);
  if (!parsed.ok) throw faulty(parsed.faults);
  parsedPrompts.set(resolved.digest, parsed.prompt);
  return parsed.prompt;
}

/** What fills the template: variables, and labels that are named like one. */
export function variablesFor(document: PromptDocument, { variables, labels }: PromptCall): JsonObject {
  const names = new Set(variablesUsed(document).map(({ name }) => name));
  const fitting = Object.entries(labels).filter(
    ([name]) => names.has(name) && !Object.hasOwn(variables, name),
  );
  return { ...Object.fromEntries(fitting), ...variables };
}

/** @throws Problem 422 with the faults */
export function rendering(
  document: PromptDocument,
  resolved: ResolvedPrompt,
  variables: JsonObject,
): RenderedPrompt {
  const rendered = renderPrompt(document, { variables, partials: (name) => resolved.partials.get(name) });
  if (!rendered.ok) throw faulty(rendered.faults);
  return rendered;
}

function faulty(faults: readonly { readonly code: string; readonly message: string }[]): Problem {
  const [first] = faults;
  return new Problem({
    code: first?.code ?? 'prompt.unparsable',
    status: 422,
    detail: faults.map((fault) => fault.message).join(' ') || 'The prompt cannot be rendered.',
    more: { faults, param: 'variables' },
  });
}

/** @throws Problem 422 `prompt.model_missing` */
export function modelOf(rendered: RenderedPrompt, reference: string): string {
  if (rendered.model !== undefined) return rendered.model;
  throw new Problem({
    code: 'prompt.model_missing',
    status: 422,
    detail: `The prompt ${reference} names no model. Add "model: …" to its front matter and publish it.`,
  });
}

/** What the front matter says about answers. */
export function termsOf({ governance }: PromptDocument): AnswerTerms {
  return {
    ...noTerms,
    retries: governance?.retryInvalidOutput ?? 0,
    cacheSeconds: governance?.cacheSeconds ?? null,
  };
}

/** The JSON Schema that the answer is promised in; null when none is. */
export function promisedBy({ output }: RenderedPrompt): JsonObject | null {
  return output?.format === 'json' && output.schema !== undefined ? plain(output.schema) : null;
}
