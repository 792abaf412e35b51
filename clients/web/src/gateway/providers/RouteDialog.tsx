import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { put, segment } from '../../api/client.ts';
import type { Route } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, Select } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { providersQuery, routesQuery } from './queries.ts';
import { bodyOf, type DraftTarget, draftOf, newTarget, whatIsMissing } from './route-draft.ts';

/** Sets a route: who is asked how often, and who steps in. */
export function RouteDialog({ route, onClose }: { route?: Route; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(route));
  const { name, retries, targets } = draft;
  const setTarget = (place: number, part: Partial<DraftTarget>) =>
    setDraft({ ...draft, targets: targets.map((one, at) => (at === place ? { ...one, ...part } : one)) });
  const save = useMutation({
    mutationFn: () => put<Route>(`/api/v1/routes/${segment(name.trim())}`, bodyOf(draft)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: routesQuery.queryKey });
      showToast({ text: `The route ${name.trim()} is set.`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={route === undefined ? 'New route' : `Change the route ${route.name}`}
      description="Policy judges every model by itself. One that it does not permit with the very same obligations is left out."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate();
        }}
      >
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Field
            label="Name"
            required
            readOnly={route !== undefined}
            placeholder="everyday"
            hint="Clients and prompts name it like a model"
            maxLength={63}
            value={name}
            onChange={({ target }) => setDraft({ ...draft, name: target.value })}
          />
          <Select
            label="When a model fails, ask it again"
            value={String(retries)}
            options={['never', 'once', 'twice', 'three times'].map((label, value) => ({
              ...{ value: String(value), label },
            }))}
            onChange={({ target }) => setDraft({ ...draft, retries: Number(target.value) })}
          />
        </div>
        <p className="text-ink-soft leading-relaxed">
          Models share the calls by their weights. One with the weight 0 steps in only when the others fail,
          in the order of the list.
        </p>
        <ol className="flex flex-col gap-3" aria-label="Models, in order">
          {targets.map((target, place) => (
            <TargetRow
              key={target.key}
              target={target}
              place={place + 1}
              onChange={(part) => setTarget(place, part)}
              onRemove={() => setDraft({ ...draft, targets: targets.filter((one) => one !== target) })}
              isOnly={targets.length === 1}
            />
          ))}
        </ol>
        <div>
          <Button
            small
            icon={<Plus size={14} aria-hidden />}
            disabledBecause={targets.length >= 10 ? 'Ten models are the most.' : null}
            onClick={() => setDraft({ ...draft, targets: [...targets, newTarget(0)] })}
          >
            Another model
          </Button>
        </div>
        <FormProblem error={save.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={save.isPending} disabledBecause={whatIsMissing(draft)}>
            Set the route
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface RowProps {
  readonly target: DraftTarget;
  readonly place: number;
  readonly isOnly: boolean;
  readonly onChange: (part: Partial<DraftTarget>) => void;
  readonly onRemove: () => void;
}

function TargetRow({ target, place, isOnly, onChange, onRemove }: RowProps) {
  const providers = useQuery(providersQuery).data?.items ?? [];
  const models = providers.flatMap(({ name, models: named }) =>
    named.map((model) => ({ value: model, label: `${model} at ${name}` })),
  );
  return (
    <li className="grid grid-cols-[1fr_1fr_auto] items-end gap-3 sm:grid-cols-[minmax(0,1fr)_6rem_7rem_auto]">
      <div className="col-span-3 sm:col-span-1">
        <Select
          label={`Model ${place}`}
          value={target.model}
          options={[{ value: '', label: 'Choose a model' }, ...models]}
          onChange={(event) => onChange({ model: event.target.value })}
        />
      </div>
      <Field
        label="Weight"
        inputMode="numeric"
        aria-label={`Weight of model ${place}; 0 steps in only when the others fail`}
        value={target.weight}
        onChange={(event) => onChange({ weight: event.target.value })}
      />
      <Field
        label="Seconds"
        inputMode="decimal"
        placeholder="any"
        aria-label={`Seconds that model ${place} may take`}
        value={target.seconds}
        onChange={(event) => onChange({ seconds: event.target.value })}
      />
      <Button
        aria-label={`Take model ${place} out`}
        icon={<X size={16} aria-hidden />}
        disabledBecause={isOnly ? 'A route needs a model.' : null}
        onClick={onRemove}
      />
    </li>
  );
}
