import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { appsQuery } from '../../access/queries.ts';
import { useOrg } from '../../access/session.ts';
import type { Policy } from '../../api/types.ts';
import { makePolicyLibrary, policyLibrary } from '../../changes/requirements/policy-library.ts';
import { Button, IconButton } from '../../design/Button.tsx';
import { Select, TextArea } from '../../design/Field.tsx';
import { Page } from '../../design/Page.tsx';
import { FormProblem, Loaded, Skeleton } from '../../design/states.tsx';
import { environmentsQuery } from '../../libraries/environments/queries.ts';
import { useMayProposePolicy } from '../PackList.tsx';
import { PolicyNav } from '../PolicyNav.tsx';
import { proposeFiles } from '../propose-files.ts';
import { policyQuery } from '../queries.ts';
import { everybody, type RawDoes, type RawRow, rawCedar, rawFile, rowsFrom, twice } from './raw-rules.ts';

const doing = [
  { value: 'observe', label: 'observed' },
  { value: 'warn', label: 'warned of' },
  { value: 'refuse', label: 'refused' },
] as const;
const first: RawRow = { who: everybody, environment: '', does: 'observe' };
const usual =
  'Nobody reviewed the instructions of this call. Use an approved prompt; the libraries have them.';

/** What becomes of calls without a governed prompt: a small form that writes rules, proposed like all others. */
export function RawCallsPage() {
  const org = useOrg();
  const policy = useQuery(policyQuery);
  return (
    <Page
      title="Raw calls"
      below="Calls of models without a governed prompt: observed, warned of, or refused"
      actions={
        <Link to="/$org/executions" params={{ org }} search={{ kind: 'raw' }} className="text-link">
          See those there were
        </Link>
      }
    >
      <PolicyNav />
      <Loaded query={policy} skeleton={<Skeleton rows={1} height={300} />}>
        {(found) => <Form policy={found} />}
      </Loaded>
    </Page>
  );
}

function Form({ policy }: { policy: Policy }) {
  const org = useOrg();
  const navigate = useNavigate();
  const { exists, notBecause } = useMayProposePolicy();
  const inForce = rowsFrom(policy.rules);
  const [rows, setRows] = useState<readonly RawRow[]>(inForce.length === 0 ? [first] : inForce);
  const known = policy.rules.find(({ file }) => file === rawFile)?.reason;
  const [reason, setReason] = useState(known ?? usual);
  const text = rawCedar(rows, reason);
  const unchanged = inForce.length > 0 && text === rawCedar(inForce, known ?? usual);
  const propose = useMutation({
    mutationFn: async () => {
      if (!exists) await makePolicyLibrary();
      const change = await proposeFiles(policyLibrary, {
        id: 'raw-calls',
        name: 'Say what becomes of raw calls',
        description: '',
        files: [{ path: rawFile, text }],
      });
      await navigate({ to: '/$org/changes/$change', params: { org, change } });
    },
  });
  const missing =
    rows.length === 0
      ? 'Say of whose calls first.'
      : twice(rows) !== null
        ? 'Two lines are about the same calls. Remove one.'
        : reason.trim() === ''
          ? 'Say why: whoever is warned or refused reads it.'
          : unchanged
            ? 'This is in force already.'
            : null;
  return (
    <form
      className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!propose.isPending) propose.mutate();
      }}
    >
      <div className="card flex flex-col gap-4 p-4">
        <Rows rows={rows} onChange={setRows} />
        <TextArea
          label="Because"
          required
          hint="Whoever is warned or refused reads it. Owners of apps are told once a day."
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <section aria-label="The rules in Cedar" className="card overflow-hidden">
          <pre className="p-4 font-mono text-xs leading-relaxed break-words whitespace-pre-wrap">{text}</pre>
        </section>
        <FormProblem error={propose.error} />
        <div>
          <Button
            type="submit"
            look="primary"
            busy={propose.isPending}
            disabledBecause={notBecause ?? missing}
          >
            Propose change
          </Button>
        </div>
      </div>
    </form>
  );
}

function Rows({ rows, onChange }: { rows: readonly RawRow[]; onChange: (rows: readonly RawRow[]) => void }) {
  const apps = useQuery(appsQuery).data?.items ?? [];
  const environments = useQuery(environmentsQuery).data?.items ?? [];
  const edit = (at: number, part: Partial<RawRow>) =>
    onChange(rows.map((row, place) => (place === at ? { ...row, ...part } : row)));
  const who = [
    { value: everybody, label: 'everybody' },
    ...apps.map(({ id, displayName }) => ({ value: id, label: displayName })),
  ];
  const where = [
    { value: '', label: 'any' },
    ...environments.map(({ name, displayName }) => ({ value: name, label: displayName })),
  ];
  const known = (row: RawRow) => who.some(({ value }) => value === row.who);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1.5 font-medium">Calls without a prompt</legend>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place while it is typed
        <div key={at} className={line}>
          <div className="max-sm:col-span-2">
            <Select
              label="Of"
              value={row.who}
              options={known(row) ? who : [...who, { value: row.who, label: row.who }]}
              onChange={({ target }) => edit(at, { who: target.value })}
            />
          </div>
          <div className="max-sm:col-span-2">
            <Select
              label="In"
              value={row.environment}
              options={where}
              onChange={({ target }) => edit(at, { environment: target.value })}
            />
          </div>
          <Select
            label="Are"
            value={row.does}
            options={doing}
            onChange={({ target }) => edit(at, { does: doesOf(target.value) })}
          />
          <IconButton
            label={`Remove line ${at + 1}`}
            icon={<X size={16} aria-hidden />}
            onClick={() => onChange(rows.filter((_, place) => place !== at))}
          />
        </div>
      ))}
      <div>
        <Button
          small
          icon={<Plus size={14} aria-hidden />}
          onClick={() => onChange([...rows, { who: everybody, environment: '', does: 'warn' }])}
        >
          Others …
        </Button>
      </div>
      <p className="text-ink-soft text-xs leading-relaxed">
        The line that says more exactly whose calls and where counts. A call without a prompt has the
        environment that its key is narrowed to; a key that is not has none.
      </p>
    </fieldset>
  );
}

const line =
  'grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2 rounded-md border p-3 sm:grid-cols-[repeat(3,minmax(0,1fr))_auto]';

const doesOf = (value: string): RawDoes => doing.find((one) => one.value === value)?.value ?? 'observe';
