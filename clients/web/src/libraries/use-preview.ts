import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { call, segment } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import type { Fault, PromptInput, Rendered } from '../api/types.ts';
import { fieldsOf, valuesOf } from './variables.ts';

/** Rendering a text that is being written. Reads only; POST because a text is too long for an address. */
export const renderQuery = (
  library: string,
  text: string,
  variables: Record<string, unknown>,
  ref = 'main',
) =>
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

export function useDebounced<Value>(value: Value, delayMs: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}

const noInputs: readonly PromptInput[] = [];
const noFaults: readonly Fault[] = [];

/** The live preview of a text: its variables' form, its messages, and its faults with their lines. */
export function usePreview(
  library: string,
  text: string,
  known: readonly PromptInput[] = noInputs,
  ref = 'main',
) {
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [inputs, setInputs] = useState<readonly PromptInput[]>(known);
  const [lastFaults, setLastFaults] = useState<readonly Fault[]>(noFaults);
  const settledText = useDebounced(text, 300);
  const settledTyped = useDebounced(typed, 300);
  const fields = useMemo(() => fieldsOf(inputs, lastFaults), [inputs, lastFaults]);
  const variables = useMemo(() => valuesOf(fields, settledTyped), [fields, settledTyped]);
  const query = useQuery({
    ...renderQuery(library, settledText, variables.values, ref),
    placeholderData: keepPreviousData,
  });
  const { data, error } = query;
  useEffect(() => {
    if (data !== undefined) setInputs(data.variables);
  }, [data]);
  const faults = error instanceof ApiProblem ? error.faults : noFaults;
  useEffect(() => {
    // Variables that the server missed get a field; they stay until the inputs are known anew.
    const missed = faults.filter(({ code }) => code === 'prompt.variable_missing');
    if (missed.length > 0) setLastFaults((before) => [...before, ...missed]);
  }, [faults]);
  return {
    fields,
    typed,
    setVariable: (name: string, value: string) => setTyped((before) => ({ ...before, [name]: value })),
    variableFaults: variables.faults,
    values: variables.values,
    rendered: data,
    error,
    faults,
    isStale: query.isPlaceholderData || settledText !== text,
  };
}
