import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { get } from '../../api/client.ts';
import type { Asset, List } from '../../api/types.ts';
import { libraryQuery, versionsQuery } from '../../libraries/queries.ts';
import { askedFields, emptyFields, samplesFor, valuesOf } from '../../libraries/variables.ts';
import { type Column, choicesOf, mostColumns, nextColumn, referenceOf } from './columns.ts';
import { useRuns } from './use-runs.ts';

type Model = { name: string; provider: string; status: 'available' | 'recalled' };

const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => get<List<Model>>('/api/v1/models', signal),
  staleTime: 60_000,
});

const none: Readonly<Record<string, string>> = {};

/** Everything a Try it page holds: what was typed, the columns, and their runs. */
export function useTry(library: string, name: string, asset: Asset, at: string) {
  const [typed, setTyped] = useState(none);
  const permissions = useQuery(libraryQuery(library)).data?.permissions;
  const works = permissions?.includes('branch.list') === true;
  const versions = useQuery(versionsQuery(library, asset.path)).data?.items;
  const models = useQuery({ ...modelsQuery, enabled: works }).data?.items ?? [];
  const branch = at !== 'main' && works ? at : null;
  const choices = choicesOf(versions ?? [], asset.production, branch);
  const next = useRef(1);
  const [columns, setColumns] = useState<readonly Column[]>([
    { key: '0', selector: at === 'main' ? 'production' : `branch:${at}`, model: null },
  ]);
  const runs = useRuns();
  const inputs = asset.prompt?.inputs;
  const fields = useMemo(() => askedFields(inputs ?? []), [inputs]);
  const { values, faults } = valuesOf(fields, typed);
  const empty = emptyFields(fields, typed);
  const notBecause =
    permissions !== undefined && !permissions.includes('execution.create')
      ? 'You may read this prompt, not run it. Ask an administrator for a role that runs prompts.'
      : Object.keys(faults).length > 0
        ? 'Repair the marked variables first.'
        : empty.length > 0
          ? `Fill in ${empty.join(', ')} first.`
          : null;
  return {
    typed,
    fields,
    faults,
    columns,
    choices,
    runs,
    notBecause,
    models: models.filter(({ status }) => status === 'available').map((model) => model.name),
    modelNotBecause: works ? null : 'Those who work on this library can try other models.',
    setTyped,
    set: (field: string, text: string) => setTyped((before) => ({ ...before, [field]: text })),
    fillSamples: () => setTyped((before) => samplesFor(inputs ?? [], before)),
    change: (column: Column) =>
      setColumns((before) => before.map((one) => (one.key === column.key ? column : one))),
    remove: (key: string) => {
      runs.forget(key);
      setColumns((before) => before.filter((one) => one.key !== key));
    },
    addNotBecause: columns.length < mostColumns ? null : 'Four side by side are the most.',
    add: () => setColumns((before) => [...before, nextColumn(before, choices, String(next.current++))]),
    run: () => {
      if (notBecause !== null || runs.isRunning) return;
      for (const column of columns)
        void runs.start(column.key, {
          reference: referenceOf(library, name, column),
          variables: values,
          trialModel: column.model,
        });
    },
  };
}
