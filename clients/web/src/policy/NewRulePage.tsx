import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useOrg } from '../access/session.ts';
import { makePolicyLibrary, policyLibrary } from '../changes/requirements/policy-library.ts';
import { Button, IconButton } from '../design/Button.tsx';
import { Checkbox, Field, Select } from '../design/Field.tsx';
import { Page } from '../design/Page.tsx';
import { FormProblem } from '../design/states.tsx';
import { draftStore } from '../libraries/drafts.ts';
import { isTaken } from '../libraries/starting/queries.ts';
import {
  type Condition,
  cedarOf,
  type Draft,
  effects,
  fieldNames,
  fields,
  isFieldName,
  whatIsMissing,
} from './builder.ts';
import { useMayProposePolicy } from './PackList.tsx';

const empty: Draft = {
  id: '',
  reason: '',
  about: 'all',
  conditions: [{ field: 'environment', not: false, value: 'production' }],
  effect: 'forbid',
  argument: '',
  watchOnly: true,
};
const abouts = [
  { value: 'all', label: 'every call' },
  { value: 'governed', label: 'calls of governed prompts' },
  { value: 'raw', label: 'calls without a governed prompt' },
] as const;
const thens = ['forbid', 'redact', 'mask', 'hold', 'max_tokens', 'force_model', 'warn'] as const;

/** A rule for those who do not write Cedar: when … and … then …; beside it the Cedar that comes of it. */
export function NewRulePage() {
  const org = useOrg();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(empty);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const { exists, notBecause } = useMayProposePolicy();
  const text = cedarOf(draft);
  const open = useMutation({
    mutationFn: async (): Promise<string | null> => {
      if (!exists) await makePolicyLibrary();
      const path = `${draft.id}.cedar`;
      if (await isTaken(policyLibrary, path)) return `There is a ${path} already. Choose another name.`;
      const at = new Date().toISOString();
      draftStore(org, policyLibrary, path, 'main').write({ text, base: null, at });
      await navigate({
        to: '/$org/libraries/$library/assets/$',
        params: { org, library: policyLibrary, _splat: path },
      });
      return null;
    },
  });
  return (
    <Page
      title="New rule"
      above={
        <Link to="/$org/policy" params={{ org }} className="text-link">
          Policy
        </Link>
      }
      below="Nothing is in force until it is proposed, approved and published"
    >
      <form
        className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (!open.isPending) open.mutate();
        }}
      >
        <div className="card flex flex-col gap-4 p-4">
          <Select
            label="For"
            value={draft.about}
            options={abouts}
            onChange={({ target }) =>
              set({ about: abouts.find(({ value }) => value === target.value)?.value ?? 'all' })
            }
          />
          <Conditions conditions={draft.conditions} onChange={(conditions) => set({ conditions })} />
          <Effect draft={draft} onChange={set} />
          <Field
            label="Because"
            required
            placeholder="Personal data stays in the EU. Use a model in an EU region."
            hint="Whoever is refused reads it. Say what to do instead."
            value={draft.reason}
            onChange={({ target }) => set({ reason: target.value })}
          />
          <Field
            label="Name"
            required
            placeholder="eu-data-stays"
            value={draft.id}
            error={open.data ?? null}
            onChange={({ target }) => set({ id: target.value })}
          />
          <Checkbox
            label="Only watch"
            hint="Notes what it would have done, and does nothing. A good first week."
            checked={draft.watchOnly}
            onChange={({ target }) => set({ watchOnly: target.checked })}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <section aria-label="The rule in Cedar" className="card overflow-hidden">
            <pre className="p-4 font-mono text-xs leading-relaxed break-words whitespace-pre-wrap">
              {text}
            </pre>
          </section>
          <FormProblem error={open.error} />
          <div>
            <Button
              type="submit"
              look="primary"
              busy={open.isPending}
              disabledBecause={notBecause ?? whatIsMissing(draft)}
            >
              Open it in the editor
            </Button>
          </div>
          <p className="text-ink-soft text-xs leading-relaxed">
            There you propose it as a change; then simulate it on what ran before, before anybody approves it.
          </p>
        </div>
      </form>
    </Page>
  );
}

type Conditions = readonly Condition[];

function Conditions({
  conditions,
  onChange,
}: {
  conditions: Conditions;
  onChange: (next: Conditions) => void;
}) {
  const edit = (at: number, part: Partial<Condition>) =>
    onChange(conditions.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 font-medium">When</legend>
      {conditions.length === 0 && <p className="text-ink-soft">Always.</p>}
      {conditions.map(({ field, not, value }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place while it is typed
        <div key={at} className="flex flex-col gap-2 rounded-md border p-3">
          <div className="flex items-end gap-2">
            <div className="grow">
              <Select
                label={at === 0 ? 'It holds that' : 'and that'}
                value={field}
                options={fieldNames.map((name) => ({ value: name, label: fields[name].label }))}
                onChange={({ target }) =>
                  edit(at, { field: isFieldName(target.value) ? target.value : field, value: '' })
                }
              />
            </div>
            <IconButton
              label={`Remove condition ${at + 1}`}
              icon={<X size={16} aria-hidden />}
              onClick={() => onChange(conditions.filter((_, place) => place !== at))}
            />
          </div>
          <Field
            label="Value"
            labelHidden
            placeholder={fields[field].hint}
            value={value}
            onChange={({ target }) => edit(at, { value: target.value })}
          />
          <Checkbox
            label="is not so"
            checked={not}
            onChange={({ target }) => edit(at, { not: target.checked })}
          />
        </div>
      ))}
      <div>
        <Button
          small
          icon={<Plus size={14} aria-hidden />}
          onClick={() => onChange([...conditions, { field: 'dataClass', not: false, value: '' }])}
        >
          And …
        </Button>
      </div>
    </fieldset>
  );
}

function Effect({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const { takes, hint } = effects[draft.effect];
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
      <Select
        label="Then"
        value={draft.effect}
        options={thens.map((value) => ({ value, label: effects[value].label }))}
        onChange={({ target }) =>
          onChange({ effect: thens.find((one) => one === target.value) ?? 'forbid', argument: '' })
        }
      />
      {takes !== null && (
        <Field
          label={takes}
          placeholder={hint}
          value={draft.argument}
          onChange={({ target }) => onChange({ argument: target.value })}
        />
      )}
    </div>
  );
}
