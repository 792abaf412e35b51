import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useOrg } from '../../access/session.ts';
import type { RegisteredModel } from '../../api/types.ts';
import { buttonClass } from '../../design/Button.tsx';
import { money } from '../../design/money.ts';
import { Page, Section } from '../../design/Page.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { PolicyNav } from '../PolicyNav.tsx';
import { callableQuery, modelsQuery } from './queries.ts';
import { statusWords } from './words.ts';

/** Which models may be used, for what, on which terms; and those that nobody said anything about yet. */
export function ModelsPage() {
  const org = useOrg();
  const models = useQuery(modelsQuery);
  return (
    <Page
      title="Models"
      below="What your organization says of each model; it is in force a second after its change is published"
      actions={
        <Link to="/$org/policy/models/propose" params={{ org }} className={buttonClass('primary')}>
          <Plus size={16} aria-hidden />
          Propose a model
        </Link>
      }
    >
      <PolicyNav />
      <Loaded query={models} skeleton={<Skeleton rows={5} height={48} />}>
        {({ items }) => (
          <>
            <Section title="In the register">
              {items.length === 0 ? (
                <EmptyState title="No model is registered yet">
                  Every model that a provider answers for may be called, as far as the rules permit. Propose
                  one to say whose it is, what it is approved for, and on which terms.
                </EmptyState>
              ) : (
                <ModelTable models={items} />
              )}
            </Section>
            <Unregistered registered={items} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function ModelTable({ models }: { models: readonly RegisteredModel[] }) {
  const org = useOrg();
  const columns: Column<RegisteredModel>[] = [
    {
      name: 'Model',
      width: 'minmax(0,1.6fr)',
      cell: ({ model, provider }) => (
        <div className="min-w-0">
          <RowLink to="/$org/policy/models/$model" params={{ org, model }}>
            {model}
          </RowLink>
          <span className="text-ink-soft block truncate text-xs">{provider}</span>
        </div>
      ),
    },
    { name: 'Status', width: '7.5rem', cell: ({ status }) => <Status {...statusWords[status]} /> },
    { name: 'Risk', width: '5rem', from: 'md', cell: ({ risk }) => risk },
    {
      name: 'Approved for',
      width: 'minmax(0,1.2fr)',
      from: 'md',
      cell: ({ useCases }) => (
        <span className="block truncate">{useCases?.join(', ') ?? 'any use case'}</span>
      ),
    },
    {
      name: 'In, out',
      width: '8.5rem',
      from: 'lg',
      cell: ({ price }) =>
        price === null
          ? 'as published'
          : `${money(price.inputMicroUsdPerMillion)}, ${money(price.outputMicroUsdPerMillion)}`,
    },
    { name: 'Retires', width: '7rem', from: 'lg', cell: ({ retires }) => retires ?? '–' },
    {
      name: 'Answers for it',
      width: 'minmax(0,1fr)',
      from: 'lg',
      cell: ({ owner }) => <span className="block truncate">{owner}</span>,
    },
  ];
  return (
    <Table
      label="Models of the register"
      columns={columns}
      rows={models}
      rowKey={({ path, model }) => `${path} ${model}`}
    />
  );
}

function Unregistered({ registered }: { registered: readonly RegisteredModel[] }) {
  const org = useOrg();
  const callable = useQuery(callableQuery).data?.items ?? [];
  const missing = callable.filter(
    ({ name, provider }) => !registered.some((one) => one.model === name && one.provider === provider),
  );
  if (missing.length === 0) return null;
  return (
    <Section title="Can be called, and nobody said anything of them">
      <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {missing.map(({ name, provider }) => (
          <li key={`${provider} ${name}`} className="card flex items-center justify-between gap-3 p-3">
            <div className="min-w-0">
              <p className="font-medium break-words">{name}</p>
              <p className="text-ink-soft text-xs">{provider}</p>
            </div>
            <Link
              to="/$org/policy/models/propose"
              params={{ org }}
              search={{ model: name, provider }}
              aria-label={`Propose ${name}`}
              className="text-link shrink-0"
            >
              Propose
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
