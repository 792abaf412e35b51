import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import { post, segment } from '../../api/client.ts';
import type { Provider, ProviderTest } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Badge, Status } from '../../design/Status.tsx';
import { FormProblem } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { duration } from '../../design/time.ts';
import { adminsOnly, healthOf, kinds } from './looks.ts';
import { providersQuery } from './queries.ts';
import { RotateCredential } from './RotateCredential.tsx';

/** One provider: what it is, where, for which models, and whether it answers. */
export function ProviderCard({ provider }: { provider: Provider }) {
  const { name, kind, baseUrl, region, credential, rotatedAt, models, sentAs, unwell, builtIn } = provider;
  const facts = [
    ['Address', baseUrl ?? 'none: it answers here'],
    ['Region', region ?? 'nobody said'],
    [
      'Credential',
      credential ? (
        rotatedAt === null ? (
          'set'
        ) : (
          <>
            exchanged <Time at={rotatedAt} />
          </>
        )
      ) : (
        'none'
      ),
    ],
  ] as const;
  return (
    <li className="card flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <h3 className="text-base font-semibold break-words">{name}</h3>
        <div className="flex flex-wrap gap-2">
          {builtIn && <Badge>built in</Badge>}
          <Badge>{kinds[kind].label}</Badge>
        </div>
      </div>
      <dl className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-2">
        {facts.map(([label, value]) => (
          <div key={label} className="min-w-0">
            <dt className="text-ink-faint text-xs">{label}</dt>
            <dd className="break-all">{value}</dd>
          </div>
        ))}
      </dl>
      <ul className="flex flex-col gap-1.5" aria-label={`Models of ${name}`}>
        {models.map((model) => {
          const failing = unwell.find((one) => one.model === model);
          return (
            <li key={model} className="flex flex-wrap items-center justify-between gap-2">
              <span className="min-w-0 break-all">
                <code className="font-mono text-xs">{model}</code>
                {sentAs[model] !== undefined && (
                  <span className="text-ink-faint text-xs"> sent as {sentAs[model]}</span>
                )}
              </span>
              {failing !== undefined && <Status {...healthOf(failing.circuit, failing.failures)} />}
            </li>
          );
        })}
      </ul>
      {!builtIn && <Acts provider={provider} />}
    </li>
  );
}

function Acts({ provider }: { provider: Provider }) {
  const { id, name, kind } = provider;
  const queryClient = useQueryClient();
  const [rotating, setRotating] = useState(false);
  const notTest = useHolds('provider.test') ? null : adminsOnly;
  const notRotate = useHolds('provider.rotate') ? null : adminsOnly;
  const test = useMutation({
    mutationFn: () => post<ProviderTest>(`/api/v1/providers/${segment(id)}/test`),
    onSettled: () => queryClient.invalidateQueries({ queryKey: providersQuery.queryKey }),
  });
  return (
    <div className="mt-auto flex flex-col gap-2">
      <div aria-live="polite" className="leading-relaxed">
        {test.data?.answered === true && (
          <p className="text-good">
            {test.data.model} answered in {duration(test.data.durationMs)}.
          </p>
        )}
        {test.data?.problem != null && <p className="text-bad">{test.data.problem.detail}</p>}
        <FormProblem error={test.error} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          small
          aria-label={`Test connection of ${name}`}
          busy={test.isPending}
          disabledBecause={notTest}
          onClick={() => test.mutate()}
        >
          Test connection
        </Button>
        {kind !== 'simulated' && (
          <Button
            small
            aria-label={`Exchange credential of ${name}`}
            disabledBecause={notRotate}
            onClick={() => setRotating(true)}
          >
            Exchange credential
          </Button>
        )}
      </div>
      {rotating && <RotateCredential provider={provider} onClose={() => setRotating(false)} />}
    </div>
  );
}
