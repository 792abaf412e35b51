import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { get, withQuery } from '../../api/client.ts';
import type { Why } from '../../api/types.ts';
import { Field, Select } from '../../design/Field.tsx';
import { Section } from '../../design/Page.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { Time } from '../../design/Time.tsx';
import { librariesQuery } from '../../libraries/queries.ts';
import { appsQuery, peopleQuery, placeText, rolesQuery } from '../queries.ts';
import { useHolds, useSession } from '../session.ts';
import { accessSearch } from './filters.ts';

const route = getRouteApi('/$org/people/access');

type Asked = {
  who?: string | undefined;
  action?: string | undefined;
  library?: string | undefined;
  path?: string | undefined;
};

const whyQuery = (asked: Asked) => ({
  queryKey: ['grants', 'why', asked],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<Why>(withQuery('/api/v1/access/explain', asked), signal),
  placeholderData: keepPreviousData,
  retry: false,
});

/** Why can, or can’t, somebody do something there? The question lives in the address, so that it can be shared. */
export function WhyTab() {
  const { who, action = 'change.approve', library, path } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useSession().principal;
  const seesAll = useHolds('access.explain_all');
  const people = useQuery(peopleQuery).data?.items ?? [];
  const apps = useQuery(appsQuery).data?.items ?? [];
  const libraries = useQuery(librariesQuery).data?.items ?? [];
  const permissions = useQuery(rolesQuery).data?.permissions ?? [];
  const inLibrary = permissions.find(({ name }) => name === action)?.on === 'library';
  const where = library ?? libraries[0]?.name;
  const asked: Asked = { who, action, ...(inLibrary ? { library: where, path } : {}) };
  const isComplete = permissions.length > 0 && (!inLibrary || where !== undefined);
  const why = useQuery({ ...whyQuery(asked), enabled: isComplete });
  const ask = (more: Asked) =>
    void navigate({
      search: (before) => accessSearch({ ...before, tab: 'why', action, ...more }),
      replace: true,
    });
  return (
    <Section title="Why can, or can’t, somebody do something?">
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label="Who"
          hint={seesAll ? undefined : 'Administrators and auditors can ask about others.'}
          value={who ?? ''}
          options={[
            { value: '', label: `${me.displayName} (you)` },
            ...(seesAll ? people : [])
              .filter(({ id }) => id !== me.id)
              .map(({ id, displayName, active }) => ({
                value: id,
                label: active ? displayName : `${displayName} (left)`,
              })),
            ...(seesAll ? apps : []).map(({ id, displayName }) => ({
              value: id,
              label: `App: ${displayName}`,
            })),
          ]}
          onChange={({ target }) => ask({ who: target.value === '' ? undefined : target.value })}
        />
        <Select
          label="Does what"
          value={action}
          options={permissions.map(({ name }) => ({ value: name, label: name }))}
          onChange={({ target }) => ask({ action: target.value })}
        />
        {inLibrary && (
          <>
            <Select
              label="Library"
              value={where ?? ''}
              options={libraries.map(({ name, displayName }) => ({ value: name, label: displayName }))}
              onChange={({ target }) => ask({ library: target.value })}
            />
            <Field
              label="Asset"
              hint="Empty: the library as a whole."
              placeholder="legal/nda.prompt"
              defaultValue={path ?? ''}
              onBlur={({ target }) => ask({ path: target.value === '' ? undefined : target.value })}
            />
          </>
        )}
      </div>
      <div className="mt-6" aria-live="polite">
        {isComplete ? (
          <Loaded query={why}>{(answer) => <Answer why={answer} />}</Loaded>
        ) : (
          <EmptyState title="There is no library to ask about yet" />
        )}
      </div>
    </Section>
  );
}

const lackWords: Record<Why['lacking'][number]['why'], string> = {
  ended: 'has ended',
  restricted: 'does not reach this restricted library',
  part_only: 'reaches another part only',
  organization_only: 'is on a library only',
  elsewhere: 'is on another library',
};

const Answer = ({ why: { allowed, sentence, by, lacking } }: { why: Why }) => (
  <div className="card px-5 py-4">
    <p className="flex items-start gap-3 leading-relaxed">
      {allowed ? (
        <Status word="may" shape="check" tone="good" />
      ) : (
        <Status word="may not" shape="cross" tone="bad" />
      )}
      <span className="min-w-0">{sentence}</span>
    </p>
    {(by.length > 0 || lacking.length > 0) && (
      <ul className="mt-4 divide-y border-t text-sm">
        {[
          ...by.map((grant) => ({ ...grant, word: 'permits it' })),
          ...lacking.map((grant) => ({ ...grant, word: lackWords[grant.why] })),
        ].map(({ id, role, scope, team, endsAt, word }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-2 py-2">
            <span className="font-medium">{role}</span>
            <span>on {placeText(scope)}</span>
            {team !== null && <span className="text-ink-soft">by the team {team.displayName}</span>}
            {endsAt !== null && (
              <span className="text-ink-soft">
                until <Time at={endsAt} />
              </span>
            )}
            <span className="text-ink-soft ml-auto">{word}</span>
          </li>
        ))}
      </ul>
    )}
  </div>
);
