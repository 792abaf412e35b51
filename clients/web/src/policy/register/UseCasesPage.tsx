import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useOrg } from '../../access/session.ts';
import type { RegisteredUseCase } from '../../api/types.ts';
import { buttonClass } from '../../design/Button.tsx';
import { Page } from '../../design/Page.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { PolicyNav } from '../PolicyNav.tsx';
import { useCasesQuery } from './queries.ts';

/** What the organization uses AI for, with who answers for it and what allows it. */
export function UseCasesPage() {
  const org = useOrg();
  const useCases = useQuery(useCasesQuery);
  const columns: Column<RegisteredUseCase>[] = [
    {
      name: 'Use case',
      width: 'minmax(0,1.4fr)',
      cell: ({ name, title }) => (
        <div className="min-w-0">
          <RowLink to="/$org/policy/use-cases/$useCase" params={{ org, useCase: name }}>
            {title}
          </RowLink>
          <span className="text-ink-soft block truncate font-mono text-xs">{name}</span>
        </div>
      ),
    },
    { name: 'Risk', width: '6rem', cell: ({ risk }) => risk },
    {
      name: 'Legal basis',
      width: 'minmax(0,1.2fr)',
      from: 'md',
      cell: ({ legalBasis }) => <span className="block truncate">{legalBasis}</span>,
    },
    {
      name: 'Answers for it',
      width: 'minmax(0,1fr)',
      from: 'md',
      cell: ({ owner }) => <span className="block truncate">{owner}</span>,
    },
  ];
  return (
    <Page
      title="Use cases"
      below="What AI is used for here; prompts name theirs, and rules, models and budgets go by it"
      actions={
        <Link to="/$org/policy/use-cases/propose" params={{ org }} className={buttonClass('primary')}>
          <Plus size={16} aria-hidden />
          Propose a use case
        </Link>
      }
    >
      <PolicyNav />
      <Loaded query={useCases} skeleton={<Skeleton rows={4} height={48} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No use case is registered yet">
              Propose one with its owner, purpose, risk and legal basis; then prompts say it in their front
              matter, and models are approved for it.
            </EmptyState>
          ) : (
            <Table label="Use cases" columns={columns} rows={items} rowKey={({ path }) => path} />
          )
        }
      </Loaded>
    </Page>
  );
}
