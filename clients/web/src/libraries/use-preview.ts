import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { call, segment } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import type { Fault, PromptInput, Rendered } from '../api/types.ts';
import { fieldsOf, valuesOf } from './variables.ts';

/** Rendering a text that is being written. Reads only; POST because a text is too long for an address. */
const renderQuery = (library: string, text: string, variables: Record<string, unknown>, ref: string) =>
  queryOptions({
    queryKey: ['render', library, ref, text, variables],
    queryFn: ({ signal }) =>
      call<Rendered>(
        'POST',
        `/api/v1/libraries/${segment(library)}/render`,
        { text, ref, variables },
        signal,
      ),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });

function useDebounced<Value>(value: Value, delayMs: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}

const noInputs: readonly PromptInput[] = [];
const noFaults: readonly Fault[] = [];
const nothingTyped: Readonly<Record<string, string>> = {};

type Options = {
  library: string;
  text: string;
  /** What is known of the variables before the first rendering, if anything is. */
  known: readonly PromptInput[] | undefined;
  /** Whose partials are used. */
  ref: string;
  /** What was typed for the variables before. */
  start?: Readonly<Record<string, string>>;
  /** False while `known` is on its way, or there is nothing to render. */
  enabled?: boolean;
};

/** Variables that a text's prompt does not know. */
type Dropped = { text: string; names: readonly string[] };

/** The live preview of a text: its variables' form, its messages, and its faults with their lines. */
export function usePreview({
  library,
  text,
  known = noInputs,
  ref,
  start = nothingTyped,
  enabled = true,
}: Options) {
  const [typed, setTyped] = useState(start);
  const [last, setLast] = useState<Rendered | null>(null);
  const [missed, setMissed] = useState<readonly Fault[]>(noFaults);
  const [dropped, setDropped] = useState<Dropped>({ text: '', names: [] });
  const settledText = useDebounced(text, 300);
  const settledTyped = useDebounced(typed, 300);
  const fields = useMemo(() => {
    const gone = dropped.text === settledText ? dropped.names : [];
    const isKept = ({ name }: PromptInput) =>
      !gone.includes(name) || missed.some(({ path }) => path === name);
    return fieldsOf((last?.variables ?? known).filter(isKept), missed, settledText);
  }, [last, known, missed, dropped, settledText]);
  const variables = useMemo(() => valuesOf(fields, settledTyped), [fields, settledTyped]);
  const { data, error, isPending } = useQuery({
    ...renderQuery(library, settledText, variables.values, ref),
    enabled,
  });
  useEffect(() => {
    if (data === undefined) return;
    setLast(data);
    setMissed(noFaults);
  }, [data]);
  const faults = error instanceof ApiProblem ? error.faults : noFaults;
  // While a newer text is on its way, the last answer's faults stay: nothing blinks while one writes.
  const [settledFaults, setSettledFaults] = useState<readonly Fault[]>(noFaults);
  useEffect(() => {
    if (!isPending) setSettledFaults(faults);
  }, [isPending, faults]);
  useEffect(() => {
    // The inputs of a text are told only when it renders. Until then, a variable that the server missed gets a field, and one that it
    // refused is left out, once per text: one that is refused for its value comes back as missing, and stays.
    const found = faults.filter(({ code }) => code === 'prompt.variable_missing');
    if (found.length > 0) setMissed((before) => [...before, ...found]);
    const refused = faults.flatMap(({ code, path }) =>
      code === 'prompt.variable_invalid' && path !== undefined ? [path] : [],
    );
    if (refused.length > 0)
      setDropped((before) => {
        const names = before.text === settledText ? before.names : [];
        return refused.every((name) => names.includes(name))
          ? before
          : { text: settledText, names: [...names, ...refused] };
      });
  }, [faults, settledText]);
  return {
    fields,
    typed,
    setVariable: (name: string, value: string) => setTyped((before) => ({ ...before, [name]: value })),
    resetVariables: () => setTyped(nothingTyped),
    variableFaults: variables.faults,
    /** The last good rendering, also while the text has faults. */
    rendered: data ?? last ?? undefined,
    error,
    faults: settledFaults,
  };
}
