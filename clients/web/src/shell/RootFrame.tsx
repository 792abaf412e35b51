import { Tooltip } from '@base-ui/react/tooltip';
import { type ErrorComponentProps, Link, Outlet, useRouter } from '@tanstack/react-router';
import { buttonClass } from '../design/Button.tsx';
import { Page } from '../design/Page.tsx';
import { EmptyState, ErrorState } from '../design/states.tsx';
import { RouteAnnouncer } from './RouteAnnouncer.tsx';

export const RootFrame = () => (
  <Tooltip.Provider>
    <Outlet />
    <RouteAnnouncer />
  </Tooltip.Provider>
);

export const NotFoundPage = () => (
  <Page title="Not found">
    <EmptyState
      title="There is nothing at this address, or you may not know about it"
      action={
        <Link to="/" className={buttonClass('secondary')}>
          Go home
        </Link>
      }
    >
      Check the address. If somebody sent it to you, ask them to give you a role on the library it belongs to.
    </EmptyState>
  </Page>
);

/** The same, where no frame of an organization stands around it. */
export const RootNotFound = () => (
  <main>
    <NotFoundPage />
  </main>
);

export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page title="Something went wrong">
      <ErrorState error={error} onRetry={retry} />
    </Page>
  );
}
