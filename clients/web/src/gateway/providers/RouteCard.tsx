import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import { remove, segment } from '../../api/client.ts';
import type { Route } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Status } from '../../design/Status.tsx';
import { duration } from '../../design/time.ts';
import { showToast } from '../../design/toasts.ts';
import { adminsOnly, healthOf } from './looks.ts';
import { routesQuery } from './queries.ts';
import { RouteDialog } from './RouteDialog.tsx';

/** One route: who is asked how often, who steps in, and whether they are well. */
export function RouteCard({ route }: { route: Route }) {
  const { name, retries, targets } = route;
  const [open, setOpen] = useState<'change' | 'delete' | null>(null);
  const notSet = useHolds('route.set') ? null : adminsOnly;
  const notDelete = useHolds('route.delete') ? null : adminsOnly;
  const sum = targets.reduce((total, { weight }) => total + weight, 0);
  return (
    <li className="card flex flex-col gap-3 p-4">
      <div>
        <h3 className="text-base font-semibold break-words">{name}</h3>
        <p className="text-ink-soft">{againWords(retries)}</p>
      </div>
      <ol className="flex flex-col gap-2" aria-label={`Who answers for ${name}`}>
        {targets.map(({ model, provider, weight, timeoutMs, circuit, failures }) => (
          <li key={model} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
            <span className="min-w-0 break-all">
              <code className="font-mono text-xs">{model}</code>
              <span className="text-ink-faint text-xs">
                {provider === null ? ' nobody answers for it any more' : ` at ${provider}`}
                {timeoutMs !== null && `, within ${duration(timeoutMs)}`}
              </span>
            </span>
            <span className="flex items-center gap-2">
              <span className="text-ink-soft text-xs tabular-nums">
                {weight === 0 ? 'steps in' : `${Math.round((weight * 100) / sum)} % of calls`}
              </span>
              <Status {...healthOf(circuit, failures)} />
            </span>
          </li>
        ))}
      </ol>
      <div className="mt-auto flex gap-2">
        <Button
          small
          aria-label={`Change the route ${name}`}
          disabledBecause={notSet}
          onClick={() => setOpen('change')}
        >
          Change
        </Button>
        <Button
          small
          aria-label={`Delete the route ${name}`}
          disabledBecause={notDelete}
          onClick={() => setOpen('delete')}
        >
          Delete
        </Button>
      </div>
      {open === 'change' && <RouteDialog route={route} onClose={() => setOpen(null)} />}
      {open === 'delete' && <DeleteRoute name={name} onClose={() => setOpen(null)} />}
    </li>
  );
}

function againWords(retries: number): string {
  if (retries === 0) return 'Each is asked once';
  return `Each is asked again ${retries === 1 ? 'once' : `up to ${retries} times`} when it fails`;
}

function DeleteRoute({ name, onClose }: { name: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const end = useMutation({
    mutationFn: () => remove(`/api/v1/routes/${segment(name)}`),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: routesQuery.queryKey });
      showToast({ text: `The route ${name} is gone.`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Confirm
      title={`Delete the route ${name}?`}
      act="Delete the route"
      busy={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    >
      <p>Within a second prompts and clients that name it are refused. The models stay.</p>
      <p>What ran over it stays in the record. Set a route of the same name to take it back.</p>
    </Confirm>
  );
}
