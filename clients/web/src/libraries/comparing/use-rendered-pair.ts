import { useQuery } from '@tanstack/react-query';
import { assetQuery, libraryQuery } from '../queries.ts';
import { usePreview } from '../use-preview.ts';

/** A text and the commit or ref whose partials it is rendered with. */
export type Rendering = { path: string; text: string | null; ref: string };

/** What was typed for the variables, by name. */
type Typed = Readonly<Record<string, string>>;
const nothing: Typed = {};

/** A prompt as it renders in two states, with the same sample variables on both sides. @param start what was typed for them before */
export function useRenderedPair(
  library: string,
  before: Rendering,
  after: Rendering,
  start: Typed = nothing,
) {
  const base = useSide(library, before, start);
  const head = useSide(library, after, start);
  const names = new Set(head.fields.map(({ name }) => name));
  return {
    base: before.text === null ? null : base,
    head: after.text === null ? null : head,
    fields: [...head.fields, ...base.fields.filter(({ name }) => !names.has(name))],
    typed: head.typed,
    faults: { ...base.variableFaults, ...head.variableFaults },
    setVariable: (name: string, text: string) => {
      base.setVariable(name, text);
      head.setVariable(name, text);
    },
    resetVariables: () => {
      base.resetVariables();
      head.resetVariables();
    },
  };
}

/** One side. Who may not read unpublished commits still sees it rendered, with the published partials. */
function useSide(library: string, { path, text, ref }: Rendering, start: Typed) {
  const permissions = useQuery(libraryQuery(library)).data?.permissions;
  const readsCommits = permissions?.includes('branch.list') === true;
  const asset = useQuery({ ...assetQuery(library, path, ref), enabled: readsCommits && text !== null });
  const isKnown = permissions !== undefined && (!readsCommits || asset.data !== undefined || asset.isError);
  return usePreview({
    library,
    text: text ?? '',
    known: asset.data?.prompt?.inputs,
    ref: readsCommits && !asset.isError ? ref : 'main',
    start,
    enabled: text !== null && isKnown,
  });
}
