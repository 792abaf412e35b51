import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import { Button } from '../../design/Button.tsx';
import { Page, Section } from '../../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { PolicyNav } from '../../policy/PolicyNav.tsx';
import { CreateProvider } from './CreateProvider.tsx';
import { adminsOnly } from './looks.ts';
import { ProviderCard } from './ProviderCard.tsx';
import { providersQuery, routesQuery } from './queries.ts';
import { RouteCard } from './RouteCard.tsx';
import { RouteDialog } from './RouteDialog.tsx';

/** Who answers calls of models, whether they do, and who steps in when they do not. */
export function ProvidersPage() {
  const [open, setOpen] = useState<'provider' | 'route' | null>(null);
  const notProvider = useHolds('provider.create') ? null : adminsOnly;
  const notRoute = useHolds('route.set') ? null : adminsOnly;
  const add = (what: 'provider' | 'route', notBecause: string | null) => (
    <Button icon={<Plus size={16} aria-hidden />} disabledBecause={notBecause} onClick={() => setOpen(what)}>
      {what === 'provider' ? 'New provider' : 'New route'}
    </Button>
  );
  return (
    <Page
      title="Providers"
      below="Who answers calls of models, whether they do, and who steps in when they do not"
      actions={add('provider', notProvider)}
    >
      <PolicyNav />
      <Section title="Routes" aside={add('route', notRoute)}>
        <Routes />
      </Section>
      <Section title="Providers">
        <Providers />
      </Section>
      {open === 'provider' && <CreateProvider onClose={() => setOpen(null)} />}
      {open === 'route' && <RouteDialog onClose={() => setOpen(null)} />}
    </Page>
  );
}

function Routes() {
  const routes = useQuery(routesQuery);
  return (
    <Loaded query={routes} skeleton={<Skeleton rows={2} height={140} />}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="No routes">
            A route is a name that clients and prompts use like a model. Several models answer for it, by
            weight, and others step in when they fail.
          </EmptyState>
        ) : (
          <ul className="grid grid-cols-1 gap-4 lg:grid-cols-2" aria-label="Routes">
            {items.map((route) => (
              <RouteCard key={route.name} route={route} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function Providers() {
  const providers = useQuery(providersQuery);
  return (
    <Loaded query={providers} skeleton={<Skeleton rows={2} height={140} />}>
      {({ items }) => (
        <ul className="grid grid-cols-1 gap-4 lg:grid-cols-2" aria-label="Providers">
          {items.map((provider) => (
            <ProviderCard key={provider.id} provider={provider} />
          ))}
        </ul>
      )}
    </Loaded>
  );
}
