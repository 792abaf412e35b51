import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg } from '../../access/session.ts';
import { makePolicyLibrary, policyLibrary } from '../../changes/requirements/policy-library.ts';
import { Button } from '../../design/Button.tsx';
import { Field, Select, TextArea } from '../../design/Field.tsx';
import { FormProblem, Skeleton } from '../../design/states.tsx';
import { assetQuery } from '../../libraries/queries.ts';
import { isTaken } from '../../libraries/starting/queries.ts';
import { useMayProposePolicy } from '../PackList.tsx';
import { proposeFiles } from '../propose-files.ts';
import { type Draft, fileNamed, missingOf } from './draft.ts';

/** One field of a form, as it is shown. */
export interface Asked {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly options?: readonly { value: string; label: string }[];
  /** How the sentence "Say … first." ends; without, it may be left empty. */
  readonly must?: string;
  readonly long?: boolean;
  readonly placeholder?: string;
}

interface Props {
  readonly start: Draft;
  readonly asked: readonly Asked[];
  /** The file that is changed; undefined for a new one. */
  readonly path: string | undefined;
  /** Which field names the thing. */
  readonly naming: string;
  readonly suffix: string;
  readonly text: (draft: Draft, base: string | null) => string;
}

/** A form that proposes a change of one file of the register; beside it the file that comes of it. */
export function ProposeForm({ path, ...props }: Props) {
  const asset = useQuery({ ...assetQuery(policyLibrary, path ?? '', 'main'), enabled: path !== undefined });
  if (path !== undefined && asset.data === undefined)
    return asset.isError ? <FormProblem error={asset.error} /> : <Skeleton rows={1} height={400} />;
  return <Form {...props} path={path} base={asset.data?.text ?? null} />;
}

function Form({ start, asked, path, naming, suffix, text, base }: Props & { base: string | null }) {
  const org = useOrg();
  const navigate = useNavigate();
  const { exists, notBecause } = useMayProposePolicy();
  const [draft, setDraft] = useState(start);
  const name = (draft[naming] ?? '').trim();
  const file = path ?? `${fileNamed(name)}${suffix}`;
  const written = text(draft, base);
  const propose = useMutation({
    mutationFn: async (): Promise<string | null> => {
      if (!exists) await makePolicyLibrary();
      if (path === undefined && (await isTaken(policyLibrary, file)))
        return `There is a ${file} already. Open its page and change that one.`;
      const change = await proposeFiles(policyLibrary, {
        id: fileNamed(name),
        name: `${path === undefined ? 'Register' : 'Change'} ${name}`,
        description: '',
        files: [{ path: file, text: written }],
      });
      await navigate({ to: '/$org/changes/$change', params: { org, change } });
      return null;
    },
  });
  const required = Object.fromEntries(
    asked.flatMap((one) => (one.must === undefined ? [] : [[one.name, one.must]])),
  );
  const unchanged = base !== null && written === text(start, base) ? 'Nothing is changed yet.' : null;
  return (
    <form
      className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!propose.isPending) propose.mutate();
      }}
    >
      <div className="card grid grid-cols-1 gap-4 p-4 sm:grid-cols-2">
        {asked.map((one) => (
          <div key={one.name} className={one.long === true ? 'sm:col-span-2' : ''}>
            <AskedField
              asked={one}
              value={draft[one.name] ?? ''}
              error={one.name === naming ? (propose.data ?? null) : null}
              onChange={(value) => setDraft({ ...draft, [one.name]: value })}
            />
          </div>
        ))}
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <section aria-label={`The file ${file}`} className="card overflow-hidden">
          <p className="bg-sunken text-ink-soft border-b px-4 py-2 font-mono text-xs break-words">{file}</p>
          <pre className="p-4 font-mono text-xs leading-relaxed break-words whitespace-pre-wrap">
            {written}
          </pre>
        </section>
        <FormProblem error={propose.error} />
        <div>
          <Button
            type="submit"
            look="primary"
            busy={propose.isPending}
            disabledBecause={notBecause ?? missingOf(draft, required) ?? unchanged}
          >
            Propose change
          </Button>
        </div>
        <p className="text-ink-soft text-xs leading-relaxed">
          It becomes a draft change of the library policy, and is in force a second after it is approved and
          published.
        </p>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly asked: Asked;
  readonly value: string;
  readonly error: string | null;
  onChange(value: string): void;
}

function AskedField({ asked, value, error, onChange }: FieldProps) {
  const { label, hint, options, must, long, placeholder } = asked;
  const shared = { label, hint, value, error, required: must !== undefined };
  if (options !== undefined)
    return <Select {...shared} options={options} onChange={({ target }) => onChange(target.value)} />;
  if (long === true)
    return (
      <TextArea {...shared} placeholder={placeholder} onChange={({ target }) => onChange(target.value)} />
    );
  return <Field {...shared} placeholder={placeholder} onChange={({ target }) => onChange(target.value)} />;
}
