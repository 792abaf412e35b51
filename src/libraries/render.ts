import type { Principal } from '../access/index.ts';
import { Problem } from '../platform/problem.ts';
import { type Fault, type Message, parsePrompt, renderPrompt } from './dotprompt/index.ts';
import { protectedBranch } from './library.ts';
import { loadPartials } from './load-partials.ts';
import { openAsset } from './open-asset.ts';
import { openLibrary, openRef } from './open-library.ts';
import type { LibrariesParts } from './parts.ts';
import { inputsOf } from './prompt-wire.ts';
import type { RenderedWire } from './wire.ts';

export type RenderInput = {
  readonly ref?: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
} & ({ readonly text: string } | { readonly path: string });

/**
 * Renders a prompt as it would be sent to a model, without sending it: an asset at a ref, or a text that is being written
 * (with the partials of `ref`). Writes nothing.
 * @throws Problem `prompt.unparsable` 422 or `prompt.not_rendered` 422, both with faults; those of `openAsset`
 */
export async function render(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  input: RenderInput,
): Promise<RenderedWire> {
  const library = await openLibrary(
    parts,
    principal,
    libraryName,
    'prompt.render',
    'text' in input ? undefined : input,
  );
  const ref = input.ref ?? protectedBranch;
  const { text, commit } =
    'text' in input
      ? { text: input.text, commit: (await openRef(parts, principal, library, ref)).oid }
      : await openAsset(parts, principal, library, input.path, ref);
  const parsed = parsePrompt(text);
  if (!parsed.ok) throw refused('prompt.unparsable', parsed.faults);
  const partials = await loadPartials(parts, library, commit, text);
  const rendered = renderPrompt(parsed.prompt, {
    variables: input.variables,
    partials: (name) => partials.get(name),
  });
  if (!rendered.ok) throw refused('prompt.not_rendered', rendered.faults);
  return {
    messages: rendered.messages.map(messageWire),
    model: rendered.model ?? null,
    config: rendered.config,
    variables: inputsOf(parsed.prompt),
  };
}

function messageWire({ role, content }: Message): RenderedWire['messages'][number] {
  return {
    role,
    content: content.flatMap((part): RenderedWire['messages'][number]['content'] => {
      if ('text' in part) return [{ text: part.text }];
      return 'media' in part ? [{ media: { ...part.media } }] : [];
    }),
  };
}

function refused(code: 'prompt.unparsable' | 'prompt.not_rendered', faults: readonly Fault[]): Problem {
  const [first] = faults;
  const detail =
    first === undefined
      ? 'The prompt has faults.'
      : `Line ${first.line}, column ${first.column}: ${first.message}`;
  return new Problem({ code, status: 422, detail, more: { faults } });
}
