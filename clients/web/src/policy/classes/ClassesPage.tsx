import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import { get } from '../../api/client.ts';
import type { DataClasses } from '../../api/types.ts';
import { Page, Section } from '../../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { PolicyNav } from '../PolicyNav.tsx';
import { Detectors } from './Detectors.tsx';
import { TryBox } from './TryBox.tsx';

const classesQuery = queryOptions({
  queryKey: ['classes'],
  queryFn: ({ signal }) => get<DataClasses>('/api/v1/classes', signal),
});

/** What calls are looked through for, and a place to try it. */
export function ClassesPage() {
  const query = useQuery(classesQuery);
  return (
    <Page
      title="Data classes"
      below="What every call is looked through for, on its way in and on its way out; rules ask for it by name"
    >
      <PolicyNav />
      <TryBox />
      <Loaded query={query} skeleton={<Skeleton rows={4} height={90} />}>
        {(classes) => (
          <>
            <Own classes={classes.own} />
            <Detectors />
            <BuiltIn classes={classes.builtIn} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Own({ classes }: { classes: DataClasses['own'] }) {
  const org = useOrg();
  return (
    <Section title="Your organization’s own">
      {classes.length === 0 ? (
        <EmptyState title="None yet">
          A file that ends in .classes.yaml in the library “policy”, published to production, adds classes
          with patterns of your own: numbers of employees, of customers, of cases.
        </EmptyState>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2">
          {classes.map((one) => (
            <li key={`${one.path} ${one.name}`} className="card p-4">
              <h3 className="font-mono text-sm font-medium break-words">{one.name}</h3>
              <p className="text-ink-soft mt-1 leading-relaxed">{one.description}</p>
              <ul className="mt-2 flex flex-col gap-1">
                {one.patterns.map((pattern) => (
                  <li key={pattern}>
                    <code className="bg-sunken rounded px-1 font-mono text-xs wrap-anywhere">{pattern}</code>
                  </li>
                ))}
              </ul>
              {one.near.length > 0 && (
                <p className="text-ink-soft mt-2 text-xs">Only near: {one.near.join(', ')}</p>
              )}
              <Link
                to="/$org/libraries/$library/assets/$"
                params={{ org, library: 'policy', _splat: one.path }}
                className="text-link mt-2 inline-block text-xs"
              >
                {one.path}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const BuiltIn = ({ classes }: { classes: DataClasses['builtIn'] }) => (
  <Section title="Built in">
    <ul className="flex flex-col gap-3">
      {classes.map((one) => (
        <li key={one.name} className="card p-4">
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <h3 className="font-medium">{one.title}</h3>
            <code className="text-ink-faint font-mono text-xs">{one.name}</code>
          </div>
          <p className="text-ink-soft mt-1 leading-relaxed">{one.how}.</p>
          {one.kinds.length > 0 && (
            <details className="mt-2">
              <summary className="text-ink-soft hover:text-ink w-fit cursor-pointer text-xs">
                {one.kinds.length} kinds
              </summary>
              <ul className="mt-2 grid gap-x-6 gap-y-1.5 text-xs sm:grid-cols-2">
                {one.kinds.map((kind) => (
                  <li key={kind.name} className="min-w-0 break-words">
                    <code className="font-mono">
                      {one.name}.{kind.name}
                    </code>
                    <span className="text-ink-soft block">{kind.title}</span>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  </Section>
);
