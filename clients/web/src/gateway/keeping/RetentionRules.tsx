import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import { put } from '../../api/client.ts';
import type { Retention } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { Section } from '../../design/Page.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { EmptyState, FormProblem, Loaded } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { retentionQuery } from './queries.ts';

type Rule = Retention['rules'][number];

const scopeOf = ({ library, dataClass }: Pick<Rule, 'library' | 'dataClass'>): string =>
  [
    dataClass === null ? 'Everything' : `Content with ${dataClass}`,
    library === null ? '' : ` in ${library}`,
  ].join('');

/** For how long content is kept. The most specific rule counts. */
export function RetentionRules() {
  const query = useQuery(retentionQuery);
  const may = useHolds('retention.update');
  const [editing, setEditing] = useState<Rule | 'new' | null>(null);
  const because = may ? null : 'Only administrators set these.';
  return (
    <Section
      title="Retention"
      aside={
        <Button small disabledBecause={because} onClick={() => setEditing('new')}>
          Add a rule
        </Button>
      }
    >
      <Loaded query={query}>
        {({ floorDays, rules }) => (
          <>
            {rules.length === 0 ? (
              <EmptyState title="Content is kept without end">
                {`Add a rule to have it erased after some time, at the earliest after ${floorDays} days.`}
              </EmptyState>
            ) : (
              <ul className="card divide-y">
                {rules.map((rule) => (
                  <li
                    key={`${rule.library} ${rule.dataClass}`}
                    className="flex flex-wrap items-center justify-between gap-3 p-4"
                  >
                    <div>
                      <p>
                        <span className="font-medium">{scopeOf(rule)}</span>
                        {`: ${rule.days} days`}
                      </p>
                      <p className="text-ink-faint text-xs">
                        <PersonName person={rule.by} /> <Time at={rule.at} />
                      </p>
                    </div>
                    <Button small disabledBecause={because} onClick={() => setEditing(rule)}>
                      Change…
                    </Button>
                  </li>
                ))}
              </ul>
            )}
            <p className="text-ink-faint mt-2 text-xs leading-relaxed">
              {`The most specific rule counts: a class in a library, a class, a library, everything. Nothing goes before ${floorDays} days, which the operator of this server set.`}
            </p>
            {editing !== null && (
              <RuleDialog
                rule={editing === 'new' ? null : editing}
                floorDays={floorDays}
                onClose={() => setEditing(null)}
              />
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function RuleDialog({
  rule,
  floorDays,
  onClose,
}: {
  rule: Rule | null;
  floorDays: number;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [library, setLibrary] = useState(rule?.library ?? '');
  const [dataClass, setDataClass] = useState(rule?.dataClass ?? '');
  const [days, setDays] = useState(String(rule?.days ?? Math.max(365, floorDays)));
  const save = useMutation({
    mutationFn: (wanted: number | null) =>
      put('/api/v1/retention', {
        library: library.trim() === '' ? null : library.trim(),
        dataClass: dataClass.trim() === '' ? null : dataClass.trim(),
        days: wanted,
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['keeping'] });
      onClose();
    },
  });
  const because =
    /^\d{1,5}$/.test(days) && Number(days) >= floorDays ? null : `Give ${floorDays} days or more.`;
  return (
    <Dialog
      open
      onClose={onClose}
      title={rule === null ? 'Add a rule of retention' : scopeOf(rule)}
      description="What is older is erased within a minute, except what a legal hold keeps. It cannot be brought back."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null) save.mutate(Number(days));
        }}
      >
        <FormProblem error={save.error} />
        {rule === null && (
          <>
            <Field
              label="Library (optional)"
              value={library}
              placeholder="marketing"
              onChange={(event) => setLibrary(event.target.value)}
            />
            <Field
              label="Data class (optional)"
              value={dataClass}
              placeholder="health"
              onChange={(event) => setDataClass(event.target.value)}
            />
          </>
        )}
        <Field
          label="Days"
          inputMode="numeric"
          value={days}
          onChange={(event) => setDays(event.target.value)}
        />
        <DialogActions>
          {rule !== null && (
            <Button busy={save.isPending} onClick={() => save.mutate(null)}>
              Take the rule away
            </Button>
          )}
          <Button type="submit" look="primary" busy={save.isPending} disabledBecause={because}>
            Keep it for that long
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
